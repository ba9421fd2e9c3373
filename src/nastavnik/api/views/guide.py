"""The contract: for programs as it is, and as a page for people who write them."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from nastavnik.api.views.rest.contract import Contract, contract
from nastavnik.api.views.rest.frame import door, marked
from nastavnik.core.http import Request
from nastavnik.publishing.selectors.reading.addresses import whole_address

# what the frame calls pieces of lists in the contract: `Page_Lesson_`
PIECE = "Page_"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a shape, or what may be asked for."""

    name: str
    kind: str
    told: str


@dataclass(frozen=True, slots=True)
class Deed:
    """An operation as the page shows it."""

    method: str
    path: str
    summary: str
    scope: str
    asks: tuple[Field, ...]
    sends: str
    answers: str


@dataclass(frozen=True, slots=True)
class Group:
    """Operations that belong together."""

    title: str
    deeds: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """What is answered, field by field, or the words of which it is one."""

    name: str
    fields: tuple[Field, ...]
    words: tuple[str, ...]


@door
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Hand the contract out."""
    return marked(request, JsonResponse(contract(), json_dumps_params={"ensure_ascii": False}))


@require_safe
def guide(request: Request) -> HttpResponse:
    """Show the contract to people."""
    made = contract()
    context = {
        "groups": groups_of(made),
        "shapes": shapes_of(made),
        "base": whole_address(request.school, reverse("api:openapi")).removesuffix("openapi.json"),
        "openapi_url": reverse("api:openapi"),
    }
    return render(request, "api/guide.html", context)


def titles() -> dict[str, str]:
    """Return what the groups are called, by their tags, in their order."""
    return {
        "programme": gettext("The school and its programme"),
        "films": gettext("Films and moments"),
        "answers": gettext("Public answers"),
        "contests": gettext("Contests"),
        "collections": gettext("Collections"),
        "desk: lessons": gettext("At the desk: lessons"),
        "desk: enrolments": gettext("At the desk: people and enrolments"),
        "desk: broadcasts": gettext("At the desk: broadcasts"),
        "desk: progress": gettext("At the desk: progress"),
        "desk: contests": gettext("At the desk: contests"),
        "desk: questions": gettext("At the desk: questions"),
        "desk: answers": gettext("At the desk: answers"),
        "desk: collections": gettext("At the desk: collections"),
    }


def groups_of(made: Contract) -> list[Group]:
    """Return the operations in their groups."""
    found: dict[str, list[Deed]] = {tag: [] for tag in titles()}
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            found[operation["tags"][0]].append(_deed(method, path, operation))
    return [Group(title, tuple(found[tag])) for tag, title in titles().items()]


def _deed(method: str, path: str, operation: dict[str, Any]) -> Deed:
    good = next(answer for status, answer in operation["responses"].items() if status != "default")
    sent = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return Deed(
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        scope=operation.get("x-scope", ""),
        asks=tuple(Field(one["name"], kind_of(one["schema"]), "") for one in operation["parameters"]),
        sends=kind_of(sent) if sent else "",
        answers=kind_of(good["content"]["application/json"]["schema"]) if "content" in good else "",
    )


def shapes_of(made: Contract) -> list[Shape]:
    """Return the shapes, by their names."""
    schemas = made["components"]["schemas"]
    names = sorted(name for name in schemas if not name.startswith(PIECE))
    return [Shape(name, _fields(schemas[name]), tuple(schemas[name].get("enum", ()))) for name in names]


def _fields(schema: dict[str, Any]) -> tuple[Field, ...]:
    properties = schema.get("properties", {}).items()
    return tuple(Field(name, kind_of(one), one.get("description", "")) for name, one in properties)


def kind_of(schema: dict[str, Any]) -> str:
    """Return a kind of value in a word: `string`, `Lesson[]`, `integer | null`."""
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        return f"{name.removeprefix(PIECE).removesuffix('_')}[]" if name.startswith(PIECE) else name
    if "anyOf" in schema:
        return " | ".join(kind_of(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"{kind_of(schema['items'])}[]"
    return str(schema.get("format") or schema.get("type") or schema.get("title", "…"))
