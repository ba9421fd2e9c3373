"""The contract (OpenAPI 3.1): made of the operations, with what every one of them may answer besides."""

from typing import Any

from django.urls import get_script_prefix
from django.utils.translation import gettext

from nastavnik.api.selectors.shapes.base import Problem
from nastavnik.api.views.rest import rest
from nastavnik.api.views.rest.problems import MEDIA_TYPE
from nastavnik.api.views.rest.repeats import HEADER, PATTERN
from nastavnik.core.memory import remembered

REFERENCE = "#/components/schemas/Problem"
REPEATED = {"in": "header", "name": HEADER, "required": False, "schema": {"type": "string", "pattern": PATTERN}}

Contract = dict[str, Any]


@remembered
def contract() -> Contract:
    """Return the contract of the school that is being answered for; texts for people are in the language that is switched on."""
    made = dict(rest.get_openapi_schema(path_prefix=f"{get_script_prefix()}api/v1/"))
    schemas = made["components"]["schemas"]
    schemas["Problem"] = Problem.model_json_schema()
    for methods in made["paths"].values():
        if "post" in methods:
            methods["post"]["parameters"].append(REPEATED)
    for operation in operations_of(made):
        summary: str = operation["summary"]
        operation["summary"] = gettext(summary)
        operation["responses"]["default"] = {
            "description": gettext("What went wrong."),
            "content": {MEDIA_TYPE: {"schema": {"$ref": REFERENCE}}},
        }
    for shape in schemas.values():
        for field in shape.get("properties", {}).values():
            if told := field.get("description"):
                field["description"] = gettext(told)
    return made


def operations_of(made: Contract) -> list[dict[str, Any]]:
    """Return all operations."""
    return [operation for methods in made["paths"].values() for operation in methods.values()]
