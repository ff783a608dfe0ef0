"""What the rows of a spreadsheet may say, from the kinds that the import engine knows."""

from periplus.exchange.spreadsheets.fields import Field
from periplus.exchange.spreadsheets.kinds import KINDS, Kind
from periplus.web.guide.reference.markdown import code, in_english, table

_HEAD = """# Fields of imports

A column of a file is matched to a field. Headings under which files often say it are matched by themselves;
capitals and accents make no difference. `--map FIELD=HEADING` and `--set FIELD=TEXT` use the names of the
first column.
"""


@in_english
def imports() -> str:
    """All kinds of rows with their fields."""
    return "\n".join([_HEAD, *(_part(kind) for kind in KINDS.values())])


def _part(kind: Kind) -> str:
    rows = [[code(f.name), f.label, _need(kind, f), ", ".join(f.aliases)] for f in kind.fields]
    heading = f"## {kind.key.label}: `{kind.key.value}`"
    return f"{heading}\n\n{table(['field', 'what it says', 'needed', 'known headings'], rows)}"


def _need(kind: Kind, field: Field) -> str:
    if field.required:
        return "yes"
    return next(("one of these" for group in kind.one_of if field.name in group), "")
