"""The generated OpenAPI document as rows for people: operations by group, their fields, their answers, a command line to copy."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from drf_spectacular.generators import SchemaGenerator

GROUPS: Mapping[str, Promise] = {
    "alarms": _("Alarms"),
    "cameras": _("Cameras"),
    "complaints": _("Complaints"),
    "halls": _("Business halls"),
    "imports": _("Imports"),
    "jobs": _("Jobs"),
    "proof-of-play": _("Proof of play"),
    "regions": _("Regions"),
    "screens": _("Screens of halls"),
    "me": _("The caller"),
}
TITLES: Mapping[str, Promise] = {
    "alarms_list": _("Alarms"),
    "alarms_retrieve": _("One alarm with its history"),
    "cameras_list": _("Cameras"),
    "cameras_retrieve": _("One camera"),
    "complaints_published_rates_list": _("Published figures"),
    "complaints_rates_list": _("Rates by month and class, region, cause or type"),
    "complaints_tickets_list": _("Tickets"),
    "complaints_tickets_retrieve": _("One ticket"),
    "halls_list": _("Business halls"),
    "halls_retrieve": _("One hall"),
    "imports_list": _("Imports"),
    "imports_create": _("Upload a file"),
    "imports_retrieve": _("One import"),
    "imports_commit": _("Import a checked file"),
    "imports_errors_retrieve": _("Workbook of rejected rows"),
    "imports_undo": _("Undo an import"),
    "jobs_list": _("Jobs"),
    "jobs_retrieve": _("One job"),
    "jobs_cancel": _("Cancel a job"),
    "me_retrieve": _("Who calls, and what the caller may do"),
    "proof_of_play_list": _("Proof of play"),
    "regions_list": _("Regions"),
    "regions_retrieve": _("One region"),
    "screens_list": _("Screens of halls"),
    "screens_retrieve": _("One screen"),
}
SAMPLES = {"from": "2011-04", "to": "2011-09", "code": "45", "system": "eoms", "kind": "crm_tickets", "file": "@tickets.csv"}

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """A parameter, a part of a body or of an answer. `choices`: the values it may take, empty where any will do."""

    name: str
    kind: str
    note: str
    choices: tuple[str, ...]
    is_required: bool


@dataclass(frozen=True)
class Answer:
    code: str
    note: str

    @property
    def tone(self) -> str:
        return "good" if self.code < "400" else "neutral"


@dataclass(frozen=True)
class Operation:
    """`fields`: those of the answer, of each row where it is a list. `options` of curl and the `address` to call make an example."""

    key: str
    method: str
    path: str
    title: str | Promise
    note: str
    permission: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    fields: tuple[Field, ...]
    answers: tuple[Answer, ...]
    options: str
    address: str

    @property
    def tone(self) -> str:
        return "info" if self.method == "GET" else "warn"


@dataclass(frozen=True)
class Group:
    key: str
    title: str | Promise
    operations: tuple[Operation, ...]


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document, in English whoever asks: programs are written against it."""
    with translation.override("en"):
        made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return made


@cache
def reference() -> tuple[Group, ...]:
    """Every operation of the document, in the order of its addresses."""
    operations: dict[str, list[Operation]] = {}
    for path, methods in document()["paths"].items():
        for method, described in methods.items():
            operations.setdefault(described["tags"][0], []).append(_operation(method.upper(), path, described))
    return tuple(Group(key, GROUPS.get(key, key), tuple(found)) for key, found in operations.items())


def _operation(method: str, path: str, described: Schema) -> Operation:
    parameters = tuple(_field(one["name"], one["schema"], one) for one in described.get("parameters", ()))
    content = described.get("requestBody", {}).get("content", {})
    body = tuple(_fields(next(iter(content.values()))["schema"])) if content else ()
    key = described["operationId"]
    return Operation(
        key=key,
        method=method,
        path=path,
        title=TITLES.get(key, key),
        note=_plain(described.get("description", "")),
        permission=described.get("x-permission", ""),
        parameters=parameters,
        body=body,
        fields=tuple(_fields(_answered(described))),
        answers=tuple(Answer(code, _plain(answer["description"])) for code, answer in described["responses"].items()),
        options=_options(method, body),
        address=_address(path, parameters),
    )


def _answered(described: Schema) -> Schema:
    """What a good answer holds; one row of it where it holds many."""
    good = next(answer for code, answer in described["responses"].items() if code < "300")
    content = good.get("content", {}).get("application/json", {})
    schema = _resolved(content.get("schema", {}))
    rows = schema.get("properties", {}).get("results", schema)
    return _resolved(rows.get("items", rows))


def _fields(schema: Schema) -> Iterator[Field]:
    shown = _resolved(schema)
    for name, described in shown.get("properties", {}).items():
        yield _field(name, described, {"required": name in shown.get("required", ()), **described})


def _field(name: str, schema: Schema, described: Schema) -> Field:
    resolved = _resolved(schema)
    choices = tuple(str(value) for value in resolved.get("enum", ()) if value not in ("", None))
    note = "" if "enum" in resolved and described.get("description", "").startswith("*") else described.get("description", "")
    return Field(name, _kind(schema), _plain(note), choices, described.get("required", False) is True)


def _plain(text: str) -> str:
    """Without the marks that Markdown gives names of fields."""
    return text.replace("`", "")


def _kind(schema: Schema) -> str:
    resolved = _resolved(schema)
    kind = resolved.get("format") or resolved.get("type", "object")
    if kind == "array":
        kind = f"[{_kind(resolved['items'])}]"
    return f"{kind} | null" if schema.get("nullable") else str(kind)


def _resolved(schema: Schema) -> Schema:
    """The component that is meant; the first where one of several is, since the others are blank or null."""
    if "$ref" in schema:
        found: Schema = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return found
    for combination in ("allOf", "oneOf"):
        if combination in schema:
            return _resolved(schema[combination][0])
    return schema


def _options(method: str, body: tuple[Field, ...]) -> str:
    sent = [f"-F {one.name}={_sample(one)} " for one in body if one.is_required]
    return "".join(sent) if sent or method == "GET" else f"-X {method} "


def _address(path: str, parameters: tuple[Field, ...]) -> str:
    asked = {one.name: _sample(one) for one in parameters if one.is_required and f"{{{one.name}}}" not in path}
    for one in parameters:
        path = path.replace(f"{{{one.name}}}", _sample(one))
    return f"{path}?{urlencode(asked)}" if asked else path


def _sample(field: Field) -> str:
    return SAMPLES.get(field.name, "1")
