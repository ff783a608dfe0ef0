"""Procedures as BPMN 2.0 and decision tables as DMN 1.3, out and in."""

from periplus.paths.interchange.bpmn_reading import read_bpmn
from periplus.paths.interchange.bpmn_writing import write_bpmn
from periplus.paths.interchange.dmn_reading import read_dmn
from periplus.paths.interchange.dmn_writing import write_dmn
from periplus.paths.interchange.remarks import ImportedChart, ImportedTables, InterchangeError, Remark

__all__ = [
    "ImportedChart",
    "ImportedTables",
    "InterchangeError",
    "Remark",
    "read_bpmn",
    "read_dmn",
    "write_bpmn",
    "write_dmn",
]
