"""Who am I, and what may I do."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from periplus.api.door import caller_of
from periplus.api.tokens import Token
from periplus.core import clock
from periplus.people.permissions import Reach, list_actions
from periplus.people.standing import standing_of

router = Router(tags=["me"])


class Right(Schema):
    """An action of the permission matrix and whose objects it reaches."""

    action: str
    title: str
    reach: str


class Me(Schema):
    """The person for whom the token acts."""

    uuid: UUID
    name: str
    language: str
    roles: list[str]
    rights: list[Right]


@router.get("/me", auth=Token(), response=Me, summary="Who the token acts for, with roles and rights")
def get_me(request: HttpRequest) -> dict[str, Any]:
    person = caller_of(request)
    standing = standing_of(person, on=clock.today())
    rights = [(action, standing.reach(action.key)) for action in list_actions()]
    return {
        "uuid": person.uuid,
        "name": person.name,
        "language": person.language,
        "roles": sorted({holding.role.value for holding in standing.holdings}),
        "rights": [
            {"action": action.key, "title": str(action.title), "reach": reach.name.lower()}
            for action, reach in rights
            if reach != Reach.NOTHING
        ],
    }
