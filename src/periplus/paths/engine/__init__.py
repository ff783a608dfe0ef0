"""How a case moves over a chart: pure, without a database. `Run` is the door."""

from periplus.paths.engine.run import Run
from periplus.paths.engine.tokens import Applied, EngineError, Moves, Token

__all__ = ["Applied", "EngineError", "Moves", "Run", "Token"]
