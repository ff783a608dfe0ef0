"""The partner register of the story."""

import datetime as dt
from functools import cache

from periplus.core.tables import read_table
from periplus.demo.story.world import World
from periplus.partners.bulk import Book, InstitutionFacts, Naming, bring_institutions
from periplus.partners.enums import NameKind, Scheme, Watch
from periplus.partners.models import Partner
from periplus.partners.services import ContactDetails, add_contact, watch_partner

SOURCE = "first list of partners"
CONTACTS = (
    ("bahia_clara", "Inés Quiroga Paz", "Exchange students", "ines.quiroga"),
    ("bahia_clara", "Rodrigo Alarcón Vidal", "Signatures", "rodrigo.alarcon"),
    ("granada", "Lucía Moral Benítez", "Incoming students", "lucia.moral"),
    ("campinas", "Thiago Sales Moura", "Exchange places", "thiago.sales"),
    ("dresden", "Katrin Hölzel", "Engineering exchanges", "katrin.hoelzel"),
    ("krakow", "Agnieszka Wrona", "Nominations", "agnieszka.wrona"),
    ("fudan", "Liu Wenyan", "Partnerships", "liu.wenyan"),
    ("turku", "Aino Kallio", "Exchange places", "aino.kallio"),
    ("valencia", "Vicent Ferrandis", "Agreements", "vicent.ferrandis"),
)


def tell(world: World) -> None:
    diary, years = world.diary, world.years
    diary.write(years.opening + dt.timedelta(days=6), lambda day: _register(world, day))
    diary.write(years.opening + dt.timedelta(days=12), lambda day: _note_contacts(world, day))
    diary.write(years.ago(75), lambda day: _watch(world, day))


@cache
def rows() -> tuple[dict[str, str], ...]:
    return read_table("periplus.demo.story", "tables/partners.csv")


def _register(world: World, day: dt.date) -> None:
    listed = rows()
    brought = bring_institutions(
        actor=world.people["mei"],
        book=Book(),
        institutions=[_facts(row) for row in listed],
        settled={},
        today=day,
        attributes={"source": SOURCE},
    )
    keys = {each.brought.uuid: row["key"] for each, row in zip(brought, listed, strict=True) if each.brought}
    for partner in Partner.objects.filter(uuid__in=keys):
        world.partners[keys[partner.uuid]] = partner


def _facts(row: dict[str, str]) -> InstitutionFacts:
    others = [each.split(":", 1) for each in row["others"].split("|") if each]
    return InstitutionFacts(
        name=row["name"],
        country=row["country"],
        city=row["city"],
        website=row["website"],
        names=tuple(Naming(name, NameKind.LABEL, language) for language, name in others),
        identifiers=((Scheme.ROR, row["ror"]),) if row["ror"] else (),
    )


def _note_contacts(world: World, day: dt.date) -> None:
    for key, name, role, address in CONTACTS:
        email = f"{address}@{key.replace('_', '-')}.example"
        details = ContactDetails(name=name, role=role, email=email)
        add_contact(actor=world.people["mei"], partner=world.partners[key], details=details, on=day)


def _watch(world: World, day: dt.date) -> None:
    watches = (("campinas", Watch.RENEW, 120), ("lagoa", Watch.CLOSE, 60))
    for key, watch, days in watches:
        until = world.years.ahead(days)
        watch_partner(
            actor=world.people["office"], partner=world.partners[key], watch=watch, until=until, on=day
        )
