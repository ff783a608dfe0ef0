"""The first page works in a real browser: styles, scripts and fonts, the Chinese ones too."""

from http import HTTPStatus

import pytest
from playwright.sync_api import Page

FONT = "`16px ${getComputedStyle(document.body).fontFamily}`"
LOADED = f"async text => (await document.fonts.load({FONT}, text)).length"


@pytest.mark.django_db(transaction=True)
def test_the_sign_in_page_is_styled_and_shows_chinese(page: Page) -> None:
    answer = page.goto("/accounts/login/", wait_until="networkidle")
    assert answer is not None
    assert answer.status == HTTPStatus.OK
    sheets = page.evaluate("[...document.styleSheets].map(sheet => sheet.cssRules.length)")
    assert sum(sheets) > 0
    assert page.evaluate(LOADED, "Señor") > 0
    assert page.evaluate(LOADED, "目标") > 0
