"""What the API says of itself: OpenAPI 3.1, with what every operation has in common written once."""

import json
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from periplus.api.problems import CONTENT_TYPE
from periplus.api.tokens import Token

READING = frozenset({"GET"})
_PROBLEM: Mapping[str, Any] = {
    "title": "Problem",
    "type": "object",
    "description": "Why something was not done (RFC 9457), in the language asked for.",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "The kind of problem; it never changes."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What to do."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "Which value; empty for the whole."},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
_REFUSALS: Mapping[HTTPStatus, str] = {
    HTTPStatus.BAD_REQUEST: "The request cannot be read.",
    HTTPStatus.UNAUTHORIZED: "No token, or none that is good.",
    HTTPStatus.FORBIDDEN: "The person may not do this; the detail says why.",
    HTTPStatus.NOT_FOUND: "There is nothing here for the person.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The request is larger than this installation takes.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Some values cannot be used; each is named.",
}
_ONCE: Mapping[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": 128, "pattern": "^[!-~]*$"},
    "description": "Any text of your own. The same request with the same key is carried out once.",
}
_KNOWN: Mapping[str, Any] = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "pattern": "^[ -~]*$"},
    "description": "The ETag of the answer you have. If it still holds, the answer is 304.",
}
_ETAG: Mapping[str, Any] = {"ETag": {"schema": {"type": "string"}, "description": "Changes with the answer."}}


class Api(NinjaAPI):
    """Django Ninja's API, describing also its tokens, refusals, and repeated requests."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Like `goals.list_plans`: stays the same as long as the operation does."""
        module = operation.view_func.__module__.rpartition(".")[2]
        return f"{module}.{operation.view_func.__name__}"

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        schema["components"]["schemas"]["Problem"] = dict(_PROBLEM)
        for operation in operations_of(self):
            _complete(_told(schema, self.get_openapi_operation_id(operation)), operation)
        _drop_unused(schema)
        return schema


def operations_of(api: NinjaAPI) -> Iterator[Operation]:
    """Every operation of every router."""
    for router in api._get_bound_routers():  # noqa: SLF001 -- ninja offers no other way to walk them
        for path in router.path_operations.values():
            yield from path.operations


def token_of(operation: Operation) -> Token:
    """Whom an operation lets in."""
    (token,) = operation.auth_callbacks
    if not isinstance(token, Token):
        message = f"{operation.view_func.__name__} does not say who may call it."
        raise TypeError(message)
    return token


def _drop_unused(schema: OpenAPISchema) -> None:
    """Ninja also lists the shapes whose parts it wrote out as parameters; nothing refers to them."""
    text = json.dumps(schema, default=str)
    schemas = schema["components"]["schemas"]
    for name in [name for name in schemas if f'"#/components/schemas/{name}"' not in text]:
        del schemas[name]


def _told(schema: OpenAPISchema, operation_id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        told
        for path in schema["paths"].values()
        for told in path.values()
        if told["operationId"] == operation_id
    )
    return found


def _complete(told: dict[str, Any], operation: Operation) -> None:
    reading = READING.issuperset(operation.methods)
    answers = {str(status): answer for status, answer in told["responses"].items()}
    answers |= {str(status.value): _refusal(sentence) for status, sentence in _REFUSALS.items()}
    if reading:
        answers["200"]["headers"] = dict(_ETAG)
        answers["304"] = {"description": "You have it already."}
    if any(parameter["name"] == "verb" for parameter in told["parameters"]):
        answers["405"] = _refusal("What stands in the place of the verb is done with another method.")
    told["responses"] = answers
    told["parameters"] = [*told["parameters"], dict(_KNOWN if reading else _ONCE)]
    actions = token_of(operation).actions
    if actions:
        told["x-permissions"] = list(actions)


def _refusal(sentence: str) -> dict[str, Any]:
    content = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": sentence, "content": content}
