"""The lives of things: every move from state to state, as a table and as a picture in text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Choices

from periplus.exchange.enums import RunState
from periplus.exchange.spreadsheets import lives as imports
from periplus.loop.lives import LIVES, Life
from periplus.partners import lives as agreements
from periplus.partners.enums import AgreementState
from periplus.web.guide.reference.markdown import in_english, table

_HEAD = """# Lives of things

The states that things go through, drawn from the same tables that the services ask. `▶` begins a life, `■`
ends it, `↑` leads back to a state already drawn.
"""


@dataclass(frozen=True, slots=True)
class Step:
    """From one state to another, by what is done. States are said in words."""

    origin: str
    by: str
    target: str


@dataclass(frozen=True, slots=True)
class Story:
    """One life, ready to be drawn."""

    title: str
    start: str
    steps: Sequence[Step]


@in_english
def lives() -> str:
    """All lives."""
    return "\n".join([_HEAD, *(_part(story) for story in _stories())])


@in_english
def loop_states() -> str:
    """The lives of the loop in one line each, for its README."""
    return "\n".join(f"- **{life.key}**: {', '.join(_states(_of_loop(life)))}" for life in LIVES)


@in_english
def agreement_states() -> str:
    """The picture of an agreement's life, for the README of partners."""
    return _picture(_of_agreements())


@in_english
def import_states() -> str:
    """The picture of an import's life, for the README of exchange."""
    return _picture(_of_imports())


def draw(story: Story) -> Iterator[str]:
    """The life as a tree of lines; a state met again is only pointed at."""
    yield f"▶ {story.start}"
    yield from _branches(story, story.start, "", {story.start})


def _stories() -> Iterator[Story]:
    yield from (_of_loop(life) for life in LIVES)
    yield _of_agreements()
    yield _of_imports()


def _of_loop(life: Life) -> Story:
    steps = [Step(_label(m.source), m.by, _label(m.target)) for m in life.moves]
    return Story(life.key.capitalize(), _label(life.start), steps)


def _of_agreements() -> Story:
    steps = [
        Step(_label(origin), str(move.title), _label(move.to))
        for move in agreements.MOVES
        for origin in move.froms
    ]
    return Story("Agreement", _label(AgreementState.IDEA), steps)


def _of_imports() -> Story:
    steps = [
        Step(_label(origin), move.verb.replace("_", " "), _label(move.target))
        for move in imports.MOVES
        for origin in RunState
        if origin in move.origins
    ]
    return Story("Import", _label(RunState.UPLOADED), steps)


def _label(state: Choices) -> str:
    return str(state.label)


def _part(story: Story) -> str:
    rows = [[step.origin, step.by, step.target] for step in story.steps]
    return f"## {story.title}\n\n{_picture(story)}\n{table(['from', 'what is done', 'to'], rows)}"


def _picture(story: Story) -> str:
    return "\n".join(["```text", *draw(story), "```", ""])


def _branches(story: Story, state: str, indent: str, drawn: set[str]) -> Iterator[str]:
    steps = [step for step in story.steps if step.origin == state]
    fresh = {step.target for step in steps} - drawn
    drawn |= fresh
    for step in steps:
        is_last = step is steps[-1]
        is_end = not any(later.origin == step.target for later in story.steps)
        is_fresh = step.target in fresh
        mark = " ■" if is_end else "" if is_fresh else " ↑"
        yield f"{indent}{'└' if is_last else '├'}─ {step.by} → {step.target}{mark}"
        if is_fresh:
            fresh.remove(step.target)
            yield from _branches(story, step.target, indent + ("   " if is_last else "│  "), drawn)


def _states(story: Story) -> list[str]:
    names = [story.start, *(name for step in story.steps for name in (step.origin, step.target))]
    return list(dict.fromkeys(names))
