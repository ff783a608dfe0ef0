"""What the ledger tells, and what is held about people."""

from dataclasses import fields
from itertools import groupby

from periplus.core.ledger.notices import Notice, list_notices
from periplus.people.queries.privacy import list_register
from periplus.web.guide.reference.markdown import code, in_english, table

_EVENTS = """# Events of the ledger

Everything that happens is one entry: a type, an instant, and the things it is about. Names in brackets are
filled in when the sentence is read, in the reader's language; what a reader may not see is not named.
“Told” means that the people concerned get a notification.
"""
_PRIVACY = """# Register of personal data

Every field that says something about a person, what it is for, and how long it stays. A data-protection
officer confirms these for each installation. Everybody can download what is held about them, under “Your
settings”.
"""
_NOBODY = next(field.default for field in fields(Notice) if field.name == "audience")


@in_english
def events() -> str:
    """All event types with their sentences, by stretch."""
    parts = [_EVENTS]
    for stretch, notices in groupby(list_notices(), key=lambda notice: notice.event.partition(".")[0]):
        rows = [[code(notice.event), _sentence(notice), _told(notice)] for notice in notices]
        parts.append(f"## {stretch.capitalize()}\n\n" + table(["type", "sentence", "told"], rows))
    return "\n".join(parts)


@in_english
def privacy() -> str:
    """The register of personal fields."""
    rows = [
        [str(line.thing).capitalize(), line.label, line.mark.purpose, line.mark.retention.sentence]
        for line in list_register()
    ]
    rows.sort(key=lambda row: (row[0], row[1]))
    return f"{_PRIVACY}\n{table(['record', 'field', 'what for', 'how long'], rows)}"


def _sentence(notice: Notice) -> str:
    return str(notice.sentence).replace("%(", "[").replace(")s", "]")


def _told(notice: Notice) -> str:
    return "" if notice.audience is _NOBODY else "yes"
