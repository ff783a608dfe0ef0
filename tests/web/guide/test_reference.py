"""The generated reference says what the registries say."""

from django.http import HttpResponse

from periplus.core.ledger.notices import list_notices
from periplus.loop.levering import list_levers
from periplus.loop.measuring import list_measures
from periplus.people.enums import Role
from periplus.people.permissions import list_actions
from periplus.web.guide.reference import held, lives, loop, rights
from periplus.web.guide.reference.lives import Step, Story
from periplus.web.guide.reference.markdown import table
from periplus.web.guide.rendering import slug_of
from periplus.web.shell.doors import Request, page


def test_every_action_and_every_role_stands_in_the_matrix() -> None:
    text = rights.permissions()
    rows = [line.split("|")[1:-1] for line in text.splitlines() if line.startswith("| ")]
    told = {
        row[1].strip(" `"): [cell.strip() for cell in row[2:]] for row in rows if len(row) == 2 + len(Role)
    }
    assert set(told) - {"action"} == {action.key for action in list_actions()}
    signing = dict(zip(Role, told["partners.agreements.sign"], strict=True))
    assert {role for role, cell in signing.items() if cell != "·"} == {Role.VICE_RECTOR}


def test_every_address_says_whom_it_lets_in() -> None:
    found = {address.path: address for address in rights.list_addresses()}
    assert found["/people/permissions/"].needs == "`people.permissions.see`"
    assert found["/people/permissions/"].roles == "all roles but Student, Partner guest"
    assert found["/accounts/login/"].roles == "everybody"
    assert found["/guide/"].roles == "everybody signed in"
    assert not [address for address in found.values() if not address.roles]


def test_an_address_that_few_may_open_names_them() -> None:
    @page("partners.agreements.sign")
    def sign(_request: Request) -> HttpResponse:
        return HttpResponse()

    address = rights._address("/sign/<int:number>/", sign)
    assert (address.area, address.methods, address.roles) == ("sign", "GET", "Vice-rector")


def test_every_indicator_is_told_and_the_overview_leads_to_it() -> None:
    text = loop.indicators()
    headings = {slug_of(line[3:]) for line in text.splitlines() if line.startswith("## ")}
    for measure in list_measures():
        assert str(measure.definition) in text
        assert f"(#{slug_of(f'{measure.code} {measure.title}')})" in text
        assert slug_of(f"{measure.code} {measure.title}") in headings


def test_every_lever_is_told() -> None:
    text = loop.levers()
    assert all(f"`{lever.key}`" in text for lever in list_levers())
    assert "|  |" not in text  # each says what it changes


def test_every_event_is_told_and_no_sign_of_formatting_is_left() -> None:
    text = held.events()
    assert all(f"`{notice.event}`" in text for notice in list_notices())
    assert "%(" not in text
    assert "[actor] put [plan] in force" in text


def test_the_register_says_why_and_how_long() -> None:
    assert "| Person | email" in held.privacy()
    assert "|  |" not in held.privacy()


def test_a_life_is_drawn_as_a_tree() -> None:
    steps = [Step("a", "goes", "b"), Step("b", "back", "a"), Step("b", "ends", "c"), Step("a", "ends", "c")]
    drawn = list(lives.draw(Story("Thing", "a", steps)))
    assert drawn == [
        "▶ a",
        "├─ goes → b",
        "│  ├─ back → a ↑",
        "│  └─ ends → c ■",
        "└─ ends → c ■",
    ]


def test_every_life_is_drawn_with_all_its_states() -> None:
    text = lives.lives()
    for heading in ("## Plan", "## Deviation", "## Effect check", "## Agreement", "## Import"):
        assert f"\n{heading}\n" in text
    assert "| To be signed | Sign | In force |" in text
    assert "- **decision**: Drafted, Taken, Undone" in lives.loop_states()


def test_a_bar_in_a_cell_does_no_harm() -> None:
    assert table(["a"], [["x|y\nz"]]).splitlines()[2] == r"| x\|y z |"
