"""The generated OpenAPI document as rows for people: operations by group, their fields, answers and an example to copy."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from drf_spectacular.generators import SchemaGenerator

METHODS = ("get", "post", "put", "patch", "delete")
GROUPS: Mapping[str, Promise] = {
    "complaints": _("Complaints"),
    "imports": _("Imports"),
    "jobs": _("Jobs"),
    "regions": _("Regions"),
    "me": _("The caller"),
}
TITLES: Mapping[str, Promise] = {
    "complaints_published_rates_list": _("Published figures"),
    "complaints_rates_list": _("Rates by month and class, region, cause or type"),
    "complaints_tickets_list": _("Tickets"),
    "complaints_tickets_retrieve": _("One ticket"),
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
    "regions_list": _("Regions"),
    "regions_retrieve": _("One region"),
}
SAMPLES = {"from": "2011-04", "to": "2011-09", "code": "45", "system": "eoms", "ticket_id": "TK0001", "kind": "crm_tickets", "file": "@tickets.csv"}


@dataclass(frozen=True)
class Field:
    name: str
    kind: str
    note: str
    is_required: bool


@dataclass(frozen=True)
class Answer:
    code: str
    note: str

    @property
    def is_problem(self) -> bool:
        return self.code >= "400"


@dataclass(frozen=True)
class Operation:
    """`fields` are those of the answer; of one row where the answer is a list, which `is_list` tells."""

    key: str
    method: str
    path: str
    title: str | Promise
    note: str
    permission: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    fields: tuple[Field, ...]
    is_list: bool
    answers: tuple[Answer, ...]
    arguments: str

    def example(self, origin: str) -> str:
        """A command line to copy; `origin` is the portal's address without a slash at its end."""
        return f'curl -H "Authorization: Bearer $TOKEN" {self.arguments.replace(self.path, origin + self.path, 1)}' if False else ""


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document, in English whoever asks: programs are written against it."""
    with translation.override("en"):
        made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return made
