"""The floors and rooms of the house hold, and every rule turns red when it is broken on purpose."""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

ROOT = Path(__file__).resolve().parents[2]
FLOORS, ROOMS = ROOT / ".importlinter", ROOT / ".importlinter-rooms"


def broken(folder: Path, contract: Path) -> str:
    """What import-linter says against the package `periplus` in `folder`; nothing when it holds."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--config", str(contract), "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert "Contracts: " in result.stdout, result.stdout + result.stderr
    return result.stdout.partition("Broken contracts")[2] if result.returncode else ""


def build(folder: Path, modules: dict[str, str]) -> Path:
    """A tiny package `periplus` with these modules."""
    empty = {"core.__init__": "", "config.__init__": "", "web.__init__": "", "api.__init__": ""}
    for name, text in {**empty, **modules}.items():
        package = folder / "periplus" / name.rpartition(".")[0].replace(".", "/")
        package.mkdir(parents=True, exist_ok=True)
        for parent in [package, *package.parents]:
            if folder in parent.parents:
                (parent / "__init__.py").touch()
        (package / f"{name.rpartition('.')[2]}.py").write_text(text)
    return folder


@pytest.mark.parametrize("contract", [FLOORS, ROOMS], ids=["floors", "rooms"])
def test_floors_and_rooms_hold(contract: Path) -> None:
    assert broken(ROOT / "src", contract) == ""


def test_a_small_house_in_order_is_accepted(tmp_path: Path) -> None:
    typed = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import periplus.partners.models"
    desk = f"import periplus.partners.queries\n{typed}"
    folder = build(
        tmp_path,
        {"partners.queries": "import periplus.core", "partners.models": "", "web.desk": desk},
    )
    assert broken(folder, FLOORS) == ""
    assert broken(folder, ROOMS) == ""


@pytest.mark.parametrize(
    ("contract", "modules"),
    [
        (FLOORS, {"loop.services": "import periplus.partners", "partners.queries": ""}),
        (FLOORS, {"core.words": "import periplus.people", "people.queries": ""}),
        (FLOORS, {"web.desk": "import periplus.api.views", "api.views": ""}),
        (ROOMS, {"web.desk": "import periplus.partners.models", "partners.models": ""}),
        (
            ROOMS,
            {
                "api.views": "from periplus.people.models.persons import Person",
                "people.models.persons": "Person = 1",
            },
        ),
    ],
    ids=["loop knows a stretch", "core knows people", "siblings", "web takes a model", "api takes a model"],
)
def test_a_broken_contract_turns_red(tmp_path: Path, contract: Path, modules: dict[str, str]) -> None:
    assert "is not allowed to import" in broken(build(tmp_path, modules), contract)


def floors() -> dict[str, int]:
    """How high each package stands, read from the contract."""
    parser = ConfigParser()
    parser.read(FLOORS)
    lines = parser["importlinter:contract:floors"]["layers"].strip().splitlines()
    return {name: -place for place, line in enumerate(lines) for name in re.findall(r"periplus\.(\w+)", line)}


def links(found: Iterable[type[models.Model]]) -> Iterator[tuple[str, str, "models.Field[Any, Any]"]]:
    """Every relation between two of our packages as (from, to, field)."""
    heights = floors()
    for model in found:
        for field in (*model._meta.fields, *model._meta.many_to_many):
            target = field.related_model
            if isinstance(target, type) and issubclass(target, models.Model):
                ends = model._meta.app_label, target._meta.app_label
                if ends[0] != ends[1] and set(ends) <= set(heights):
                    yield *ends, field


def upward(found: Iterable[type[models.Model]]) -> list[str]:
    heights = floors()
    return [str(field) for source, target, field in links(found) if heights[target] >= heights[source]]


def back_doors(found: Iterable[type[models.Model]]) -> list[str]:
    """Relations by which a lower package would reach up: anything but related_name="+"."""
    return [
        str(field) for _, _, field in links(found) if not (field.remote_field and field.remote_field.hidden)
    ]


def test_no_foreign_key_points_up() -> None:
    assert upward(apps.get_models()) == []


def test_no_related_name_opens_a_back_door() -> None:
    assert back_doors(apps.get_models()) == []


@isolate_apps("periplus.core", "periplus.people", "periplus.partners", "periplus.mobility")
def test_wrong_relations_turn_red() -> None:
    class Partner(models.Model):  # noqa: DJ008
        class Meta:
            app_label = "partners"

    class Sibling(models.Model):  # noqa: DJ008
        partner = models.ForeignKey(Partner, models.CASCADE, related_name="siblings")

        class Meta:
            app_label = "partners"

    class Stay(models.Model):  # noqa: DJ008
        host = models.ForeignKey(Partner, models.CASCADE, related_name="stays")
        home = models.ForeignKey(Partner, models.CASCADE, related_name="+")

        class Meta:
            app_label = "mobility"

    class Note(models.Model):  # noqa: DJ008
        about = models.ManyToManyField(Partner, related_name="+")

        class Meta:
            app_label = "people"

    made: list[type[models.Model]] = [Partner, Sibling, Stay, Note]
    assert upward(made) == ["people.Note.about"]
    assert back_doors(made) == ["mobility.Stay.host"]
