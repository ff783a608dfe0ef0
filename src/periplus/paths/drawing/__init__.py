"""The drawing of a procedure: where its nodes stand, and the picture made on the server."""

from periplus.paths.drawing.layout import lay_out
from periplus.paths.drawing.marks import Change, Comparison, Mark, compare_charts
from periplus.paths.drawing.picture import draw

__all__ = ["Change", "Comparison", "Mark", "compare_charts", "draw", "lay_out"]
