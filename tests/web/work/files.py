"""A file to hand in, and what comes back of it."""

from collections.abc import Iterable
from typing import Final, cast

from django.test import Client

from periplus.core.models import Document

PDF: Final = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def content_of(client: Client, document: Document) -> bytes:
    answer = client.get(f"/files/{document.uuid}/")
    assert answer.status_code == 200, answer.status_code
    return b"".join(cast("Iterable[bytes]", getattr(answer, "streaming_content", ())))
