"""Files of attackers are refused with a sentence; broken files never crash anything."""

import random
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from lxml import etree

from periplus.paths.drawing import draw
from periplus.paths.interchange import InterchangeError, read_bpmn, read_dmn, write_bpmn, write_dmn
from tests.paths.examples import CHECK, agreement

NAMES = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
START = f"<definitions {NAMES}><process id='p'><startEvent id='s' name='%s'/>%s</process></definitions>"
MANY = " ".join(f"a{number}=''" for number in range(200))
FOREIGN = Path(__file__).with_name("foreign")


def laughs() -> str:
    entities = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    return f'<!DOCTYPE definitions [<!ENTITY l0 "ha">{entities}]>' + START % ("&l11;", "")


def document(before: str) -> bytes:
    return (before + START % ("", "")).encode()


HOSTILE: dict[str, bytes] = {
    "entity bomb": laughs().encode(),
    "entity bomb in UTF-16": laughs().encode("utf-16"),
    "entity bomb after a mark": b"\xef\xbb\xbf" + laughs().encode(),
    "external entity": document('<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "parameter entity": document('<!DOCTYPE d [<!ENTITY % x SYSTEM "http://localhost:9/x.dtd"> %x;]>'),
    "external DTD": document('<!DOCTYPE definitions SYSTEM "http://localhost:9/bpmn.dtd">'),
    "quadratic entity": document(f'<!DOCTYPE d [<!ENTITY a "{"a" * 50_000}">]>'),
    "deep nesting": ("<a>" * 100_000 + "</a>" * 100_000).encode(),
    "deep nesting in the process": (START % ("", "<subProcess id='x'>" * 70 + "</subProcess>" * 70)).encode(),
    "a huge attribute": (START % ("x" * 30_000, "")).encode(),
    "a huge text": (START % ("", f"<documentation>{'x' * 2_500_000}</documentation>")).encode(),
    "many attributes": (START % ("", f"<task id='t' {MANY}/>")).encode(),
    "many elements": (START % ("", "<task/>" * 60_000)).encode(),
    "many nodes": (START % ("", "".join(f"<task id='t{i}'/>" for i in range(600)))).encode(),
    "a huge file": b" " * 6_000_000,
    "a rare encoding": b"<?xml version='1.0' encoding='UTF-7'?>" + document(""),
    "an encoding of mainframes": "<?xml version='1.0' encoding='cp037'?><a/>".encode("cp037"),
    "a wrong encoding": b"<?xml version='1.0' encoding='UTF-8'?><a b='\xff'/>",
    "no XML": b"PK\x03\x04\x00\x00\x00",
    "nothing": b"",
    "half a file": document("")[:-20],
    "two roots": document("") * 2,
    "undefined entity": (START % ("&nbsp;", "")).encode(),
    "a null": (START % ("\x00", "")).encode(),
    "a web page": b"<html><body>Sign in</body></html>",
    "a choreography": f"<definitions {NAMES}><choreography id='c'/></definitions>".encode(),
    "an empty process": f"<definitions {NAMES}><process id='c'/></definitions>".encode(),
    "another namespace": b"<definitions xmlns='http://example.org/BPMN'><process id='p'/></definitions>",
}


@pytest.mark.parametrize("read", [read_bpmn, read_dmn])
@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_it_is_refused_at_once_with_a_sentence(content: bytes, read: Callable[[bytes], object]) -> None:
    began = time.process_time()
    with pytest.raises(InterchangeError) as refused:
        read(content)
    assert time.process_time() - began < 3
    sentence = refused.value.sentence
    assert sentence.endswith(".")
    assert len(sentence) > 20
    assert "passwd" not in sentence


def test_the_reason_is_the_true_one() -> None:
    reasons = {
        "entity bomb": "entities",
        "entity bomb in UTF-16": "entities",
        "deep nesting": "too deep",
        "deep nesting in the process": "too deep",
        "a huge attribute": "attributes",
        "a huge text": "too long",
        "many elements": "50,000",
        "many nodes": "500 nodes",
        "a huge file": "5 MB",
        "a rare encoding": "utf-7",
        "half a file": "well-formed",
    }
    for name, words in reasons.items():
        with pytest.raises(InterchangeError, match=words):
            read_bpmn(HOSTILE[name])


def test_a_processing_instruction_and_an_inclusion_do_nothing() -> None:
    inclusion = "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd'/>"
    content = b'<?xml-stylesheet href="file:///etc/passwd"?>' + (START % ("", inclusion)).encode()
    imported = read_bpmn(content)
    assert [node.key for node in imported.chart.nodes] == ["s"]
    assert "root:" not in repr(imported)


def test_look_alike_letters_do_not_become_keys() -> None:
    chart = read_bpmn((START % ("", "<task id='аpprove'/><task id='approve'/>")).encode()).chart
    assert all(node.key.isascii() for node in chart.nodes)


def test_bridges_do_not_grow_without_end() -> None:
    steps = "".join(
        f"<inventedEvent id='e{i}'/>"
        + "".join(f"<sequenceFlow id='f{i}_{j}' sourceRef='e{i}' targetRef='e{i + 1}'/>" for j in range(4))
        for i in range(40)
    )
    assert len(read_bpmn((START % ("", steps)).encode()).chart.flows) == 0


def test_a_huge_table_is_refused() -> None:
    rule = CHECK.rules[0]
    content = write_dmn(CHECK.__class__("k", {}, CHECK.policy, CHECK.inputs, CHECK.outputs, (rule,) * 2_500))
    with pytest.raises(InterchangeError, match="rules"):
        read_dmn(content)


SEEDS = [write_bpmn(agreement()), *(file.read_bytes() for file in sorted(FOREIGN.glob("*.bpmn")))]
TABLES = [write_dmn(CHECK), (FOREIGN / "tables.dmn").read_bytes()]


def broken(content: bytes, chance: random.Random) -> bytes:
    """The file with some elements gone, doubled or moved, and some attributes exchanged."""
    root = etree.fromstring(content)
    for _ in range(chance.randint(1, 6)):
        every = list(root.iter(etree.Element))
        one, other = chance.choice(every), chance.choice(every)
        match chance.randrange(5):
            case 0 if (parent := one.getparent()) is not None:
                parent.remove(one)
            case 1 if other not in [one, *one.iterdescendants()] and one.getparent() is not None:
                other.append(one)
            case 2 if one.attrib:
                one.set(
                    chance.choice(list(one.attrib)), chance.choice(["", "x", "draft", "-1", "ä:ö", "1e9"])
                )
            case 3:
                one.attrib.clear()
            case _:
                one.text = chance.choice(["", "{}", "[]", "null", "P", "true", '{"key": 1}'])
    return etree.tostring(root)


@pytest.mark.parametrize("seed", range(150))
def test_broken_files_are_read_or_refused_but_never_crash(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- a repeatable mess, not a secret
    for contents, read in ((SEEDS, read_bpmn), (TABLES, read_dmn)):
        content = broken(chance.choice(contents), chance)
        with suppress(InterchangeError):
            read(content)
        with suppress(InterchangeError):
            draw(read_bpmn(content).chart, language="en")
