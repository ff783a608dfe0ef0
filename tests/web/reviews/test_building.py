"""A change that is put together: what is missing is said once it is asked for, and only then."""

import pytest
from django.test import Client
from django.urls import reverse

from periplus.core import clock
from tests.loop.scene import THURSDAY, Scene

pytestmark = pytest.mark.django_db
MISSING = "This field is required."


def test_what_is_missing_in_a_change_is_said_once_it_is_asked_for(scene: Scene, client: Client) -> None:
    client.force_login(scene.alice)
    deviation = scene.deviation()
    scene.meeting()
    page = reverse("decisions:detail", args=[scene.draft(deviation).uuid])

    def shown(**values: str) -> str:
        query = {
            "decision": page.split("/")[-2],
            "lever": "loop.target_value",
            "subject": str(scene.target.uuid),
        }
        with clock.moved_to(THURSDAY):
            return client.get(page, query | values).content.decode()

    assert MISSING not in shown()
    assert MISSING not in shown(**{"in-value": "60", "effective_on": ""})
    assert MISSING in shown(**{"in-value": "60", "effective_on": ""}, show="1")
    assert "Fill in what is to change." in shown(**{"in-value": "", "effective_on": "2026-03-12"}, show="1")
    assert "Add this change" in shown(**{"in-value": "60", "effective_on": "2026-03-12"}, show="1")


def test_a_change_takes_effect_on_a_day_one_can_reckon_with(scene: Scene, client: Client) -> None:
    client.force_login(scene.alice)
    deviation = scene.deviation()
    scene.meeting()
    decision = scene.draft(deviation)
    order = {"lever": "loop.target_value", "subject": str(scene.target.uuid), "in-value": "60"}
    far = order | {"effective_on": "9999-12-31"}
    with clock.moved_to(THURSDAY):
        page = reverse("decisions:detail", args=[decision.uuid])
        html = client.get(page, far | {"decision": str(decision.uuid), "show": "1"}).content.decode()
        assert "Choose a day from 1900 to 2199." in html
        assert "Add this change" not in html
        assert client.post(reverse("decisions:add-pull", args=[decision.uuid]), far).status_code == 400
    assert not decision.pulls.exists()
