"""Which files are taken, and whether a file is what its name says (by its first bytes)."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from periplus.core.verdicts import Invalid

_ZIP = b"PK\x03\x04"
_TYPES: dict[str, tuple[str, tuple[bytes, ...]]] = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (_ZIP,)),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (_ZIP,)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".gz": ("application/gzip", (b"\x1f\x8b",)),
    ".csv": ("text/csv", ()),
    ".tsv": ("text/tab-separated-values", ()),
    ".txt": ("text/plain", ()),
    ".json": ("application/json", ()),
    ".xml": ("application/xml", ()),
}
ENDINGS = tuple(sorted(_TYPES))


def recognise(path: Path, name: str) -> str:
    """The content type of a file handed in as `name`. Raises `Invalid` with what to do."""
    ending = Path(name).suffix.lower()
    if ending not in _TYPES:
        allowed = ", ".join(ending.lstrip(".") for ending in ENDINGS)
        message = _("Files of this kind are not taken. Use one of: %(allowed)s.") % {"allowed": allowed}
        raise Invalid({"file": message})
    content_type, beginnings = _TYPES[ending]
    with path.open("rb") as file:
        head = file.read(4096)
    looks_right = any(head.startswith(b) for b in beginnings) if beginnings else b"\x00" not in head
    if not looks_right:
        message = _("The content is not what the ending %(ending)s says.") % {"ending": ending}
        raise Invalid({"file": message})
    return content_type
