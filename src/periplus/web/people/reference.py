"""`docs/reference/permissions.md`: the matrix, and every address with the roles that may open it."""

from collections.abc import Iterator
from itertools import groupby

from django.utils.translation import override

from periplus.people.enums import Role
from periplus.people.permissions import Reach, list_actions
from periplus.web.people.templatetags.people_tags import STRETCHES
from periplus.web.shell.addresses import Address, list_addresses


def permissions() -> str:
    """The text of the document, in English."""
    with override("en"):
        return "\n".join([*_head(), *_matrix(), *_addresses()]) + "\n"


def _head() -> Iterator[str]:
    yield "# Permissions\n"
    yield "Written from the code by `./dev docs`. Pages, API and tests read the same table."
    yield "What is not listed is refused. An address without a declaration does not pass the tests.\n"


def _matrix() -> Iterator[str]:
    yield "## Who may do what\n"
    yield "“own”: what the person answers for or is about the person; “unit and below”: what belongs to the"
    yield "unit for which the role is held; “own institution's”: what concerns the guest's institution.\n"
    for stretch, actions in groupby(list_actions(), key=lambda action: action.key.partition(".")[0]):
        yield f"### {STRETCHES.get(stretch, stretch)}\n"
        yield f"| may … | {' | '.join(str(role.label) for role in Role)} |"
        yield f"|---|{'---|' * len(Role)}"
        for action in actions:
            reaches = (Reach(action.reach.get(role, Reach.NOTHING)) for role in Role)
            cells = " | ".join(str(reach.title) if reach else "" for reach in reaches)
            yield f"| {action.title} (`{action.key}`) | {cells} |"
        yield ""


def _addresses() -> Iterator[str]:
    yield "## Every address\n"
    yield "● may open it, · may not. Which objects somebody finds there follows from the table above.\n"
    yield f"| address | methods | asks for | {' | '.join(str(role.label) for role in Role)} |"
    yield f"|---|---|---|{'---|' * len(Role)}"
    for address in list_addresses():
        yield _row(address)


def _row(address: Address) -> str:
    door = address.door
    if door is None:
        return f"| `/{address.route}` | | **not declared** | {' | '.join('·' for _role in Role)} |"
    asked = ", ".join(f"`{action}`" for action in door.actions)
    words = asked or ("nothing: open to everybody" if door.public else "being signed in")
    cells = " | ".join("●" if door.public or door.admits(role) else "·" for role in Role)
    return f"| `/{address.route}` | {', '.join(door.methods)} | {words} | {cells} |"
