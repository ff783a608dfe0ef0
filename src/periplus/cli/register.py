"""What `periplus export register` does: the whole register, always in the same bytes."""

import sys
from pathlib import Path

from periplus.cli.failures import Failure
from periplus.exchange.spreadsheets.export import export_register


def export_to(file: Path) -> int:
    """Write the register to a file, or to the standard output for '-'; a file appears only when whole."""
    if str(file) == "-":
        export_register(sys.stdout)
        return 0
    unfinished = file.with_name(f"{file.name}.part")
    try:
        with unfinished.open("w", encoding="utf-8") as stream:
            lines = export_register(stream)
        unfinished.replace(file)
    except OSError as error:
        message = f"{file} cannot be written: {error.strerror}."
        raise Failure(message) from error
    sys.stdout.write(f"{lines} lines written to {file}.\n")
    return 0
