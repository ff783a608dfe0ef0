"""Who works with whom: what is drawn of all, and what stands around one."""

from periplus.paths.nets import FlowKind, Net, Origin, Party, Passing, net_of

PARTIES = [Party("role:office", "role"), Party("unit:arts", "unit")]
PARTIES += [Party(f"partner:{number}", "partner") for number in range(4)]


def passing(source: str, target: str, item: str) -> Passing:
    return Passing(source, target, FlowKind.DOCUMENT, item, Origin("paths.procedure", "Agreement"))


def net(*ways: tuple[str, str, int]) -> Net:
    """So many things pass from the one to the other."""
    return net_of(PARTIES, [passing(a, b, f"{n}") for a, b, number in ways for n in range(number)])


def test_everybody_keeps_those_with_whom_most_passes() -> None:
    found = net(
        ("partner:0", "role:office", 3),
        ("unit:arts", "partner:0", 2),
        ("partner:0", "partner:1", 1),
        ("partner:0", "partner:2", 1),
        ("role:office", "partner:1", 1),
        ("partner:1", "role:office", 1),
        ("role:office", "unit:arts", 5),
    ).bonds(1)
    assert found == {
        ("partner:0", "role:office"): (3, 0),
        ("role:office", "unit:arts"): (5, 0),
        ("partner:1", "role:office"): (1, 1),
        ("partner:0", "partner:2"): (1, 0),
    }


def test_with_room_for_all_nothing_is_left_out() -> None:
    ways = net(
        ("partner:0", "role:office", 1), ("partner:1", "unit:arts", 2), ("unit:arts", "role:office", 1)
    )
    assert sum(sum(each) for each in ways.bonds(9).values()) == len(ways.passings)
    assert net().bonds(2) == {}
