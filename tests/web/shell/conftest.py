"""Renders components as a page would."""

from collections.abc import Callable

import pytest
from django.template import engines
from django.test import RequestFactory

Render = Callable[..., str]


@pytest.fixture
def render(rf: RequestFactory) -> Render:
    """Text of a template with `ui` loaded; a second call is a second request."""

    def render(text: str, query: dict[str, str] | None = None, **values: object) -> str:
        template = engines["django"].from_string("{% load ui %}" + text)
        return template.render(values, rf.get("/", query))

    return render
