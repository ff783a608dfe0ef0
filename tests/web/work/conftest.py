"""The cast of the pages, and a procedure in force."""

import pytest

from periplus.paths.models import Case, ProcedureVersion
from periplus.people.enums import Role
from periplus.people.models import Institution, Person, Unit
from tests.factories.paths import APPROVAL, EVERYTHING, case_on, version_of
from tests.web.cast import enter, faculty, partner, people, twin, university

__all__ = ["enter", "faculty", "partner", "people", "twin", "university"]


@pytest.fixture
def approval(university: Institution) -> ProcedureVersion:
    return version_of(APPROVAL, university)


@pytest.fixture
def case(approval: ProcedureVersion, faculty: Unit, people: dict[Role, Person]) -> Case:
    """A cooperation of the faculty; the office has to write the proposal."""
    return case_on(approval, actor=people[Role.OFFICE], unit=faculty)


@pytest.fixture
def everything(university: Institution, people: dict[Role, Person]) -> Case:
    """A case whose one step asks for a value of every type."""
    version = version_of(EVERYTHING, university)
    return case_on(version, actor=people[Role.OFFICE], title="Everything")
