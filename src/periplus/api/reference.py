"""The API's own description as a file, for those who build a client without a running server."""

import json

from django.utils import translation

from periplus.api.v1 import api


def openapi() -> str:
    """OpenAPI 3.1 with sorted keys, so that two versions can be compared line by line."""
    with translation.override("en"):
        schema = api.get_openapi_schema(path_prefix="/api/v1/")
    return json.dumps(schema, indent=1, sort_keys=True, ensure_ascii=False, default=str) + "\n"
