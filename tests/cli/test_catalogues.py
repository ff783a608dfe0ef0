"""Texts are found in code and pages, and every fault of a catalogue is seen."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from periplus.cli import catalogues


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with one module and one page, in place of our own."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "words.py").write_text(
        "from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy\n"
        "A = _('A stay')\nB = ngettext('%(n)d stay', '%(n)d stays', 2)\nC = pgettext_lazy('tide', 'Low')\n"
    )
    (tmp_path / "templates" / "page.html").write_text(
        "<main>\n    <h1>{% trans 'Harbour' %}</h1>\n"
        "  {% blocktranslate trimmed count n=n %}\n     {{ n }} ship\n   {% plural %}\n {{ n }} ships\n"
        "  {% endblocktranslate %}\n<p title='{% translate \"It\u2019s\" %}'>it's</p></main>\n"
    )
    monkeypatch.setattr(catalogues, "PACKAGE", tmp_path)
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path / "locale")
    return tmp_path


@pytest.mark.usefixtures("package")
def test_texts_of_code_and_pages_are_found() -> None:
    found = {message.id: message.context for message in catalogues.from_sources() if message.id}
    assert found == {
        "A stay": None,
        ("%(n)d stay", "%(n)d stays"): None,
        "Low": "tide",
        "Harbour": None,
        ("%(n)s ship", "%(n)s ships"): None,
        "It\u2019s": None,
    }


def test_a_new_catalogue_is_complete_only_when_translated(package: Path) -> None:
    assert set(catalogues.check()) == {"es", "pt", "zh_Hans"}
    catalogues.update()
    first = (package / "locale" / "es" / "LC_MESSAGES" / "django.po").read_bytes()
    catalogues.update()
    assert (package / "locale" / "es" / "LC_MESSAGES" / "django.po").read_bytes() == first
    found = catalogues.check()["es"]
    assert (len(found.untranslated), found.missing, found.unused) == (6, [], [])
    catalogues.compile_all()
    assert (package / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.mo").exists()


def test_every_kind_of_fault_is_seen() -> None:
    template, catalogue = Catalog(), Catalog(locale="es")
    template.add("Kept")
    template.add("New")
    catalogue.add("Kept", "Guardado")
    catalogue.add("Gone", "Ido")
    catalogue.add("%(n)s ports", "%(m)s puertos", flags=["python-format"])
    template.add("%(n)s ports")
    catalogue.add("Doubt", "Duda", flags=["fuzzy"])
    template.add("Doubt")
    found = catalogues.faults(catalogue, template)
    assert found.missing == ["New"]
    assert found.unused == ["Gone"]
    assert found.wrong == ["%(n)s ports"]
    assert found.untranslated == ["Doubt"]
    assert not catalogues.faults(template, template).missing
