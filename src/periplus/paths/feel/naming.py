"""Which values a tree asks for."""

from collections.abc import Iterator

from periplus.paths.feel.tree import (
    Chain,
    Compare,
    Every,
    Name,
    Node,
    Opposite,
    Some,
    Test,
    Within,
    bounds_of,
)


def names_in(node: Node) -> Iterator[str]:
    if isinstance(node, Name):
        yield node.key
    for part in _parts(node):
        yield from names_in(part)


def names_in_tests(tests: tuple[Test, ...]) -> Iterator[str]:
    for test in tests:
        for bound in bounds_of(test):
            yield from names_in(bound)


def _parts(node: Node) -> tuple[Node, ...]:
    match node:
        case Chain():
            return (node.first, *(part for _sign, part in node.rest))
        case Compare():
            return (node.left, node.right)
        case Within():
            return (node.subject, *(bound for test in node.tests for bound in bounds_of(test)))
        case Every() | Some():
            return node.parts
        case Opposite():
            return (node.part,)
        case _:
            return ()
