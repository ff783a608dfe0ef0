"""Two steps of a case wait for the same message: each can be given its own answer."""

import pytest
from django.test import Client

from periplus.core.verdicts import Refused
from periplus.paths.models import Case
from periplus.paths.services.work import receive_message
from tests.paths.asking import asking
from tests.paths.scene import AT, Scene, standing, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(scene: Scene) -> Case:
    return scene.case(asking())


def test_the_one_that_is_named_gets_it(scene: Scene, case: Case) -> None:
    here = work(case, "ministry")
    receive_message(actor=scene.alice, case=case, item=here, message="answer", values={"visa": "yes"}, at=AT)
    assert standing(case) == ["host"]
    with pytest.raises(Refused, match="does not wait"):
        receive_message(
            actor=scene.alice, case=case, item=here, message="answer", values={"visa": "no"}, at=AT
        )


def test_where_none_is_named_the_first_gets_it(scene: Scene, case: Case) -> None:
    receive_message(actor=scene.alice, case=case, message="answer", values={"room": "12"}, at=AT)
    assert standing(case) == ["ministry"]


def test_the_page_answers_for_the_step_on_which_it_was_opened(
    scene: Scene, case: Case, client: Client
) -> None:
    client.force_login(scene.alice)
    answer = client.post(f"/work/{work(case, 'ministry').uuid}/received/", {"v-visa": "yes"})
    assert answer.status_code == 303
    assert standing(case) == ["host"]
