"""What several operations take."""

from ninja import Schema


class TextIn(Schema):
    text: str


class ReasonIn(Schema):
    """Why; it is kept, and told to those whom it concerns."""

    reason: str
