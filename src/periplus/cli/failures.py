"""How a command says that it cannot do its work."""


class Failure(Exception):
    """A command cannot do its work; the sentence says why and what to do."""
