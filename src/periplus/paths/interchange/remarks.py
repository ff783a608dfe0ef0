"""What an import tells those who brought the file."""

from dataclasses import dataclass

from periplus.paths.chart import Chart, ChartTable


class InterchangeError(ValueError):
    """The file cannot be read or written at all; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Remark:
    """One element that could not be taken over as it was, and what to do about it."""

    element: str  # its identifier in the file
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ImportedChart:
    """A procedure from a BPMN file. Always a chart; whether it may be enacted, the gate says."""

    chart: Chart
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedTables:
    """Decision tables from a DMN file."""

    tables: tuple[ChartTable, ...]
    remarks: tuple[Remark, ...] = ()
