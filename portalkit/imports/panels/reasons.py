"""Why a row was rejected, a file refused, an import not undone: every code in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..domain.spec import ImportSpec, Problem
from . import messages

_OWN: Mapping[str, Any] = {
    "region_missing": _("The region is missing."),
    "region_unknown": _("The region “{value}” is not in the region tree."),
    "region_ambiguous": _("“{value}” fits several regions ({candidates}); add the one above it."),
    "region_contradiction": _("The region names contradict each other: {value}."),
    "region_not_yours": _("The region “{value}” is outside the area for which you may import."),
    "missing_key": _("The number that identifies the row is missing."),
    "duplicate_key": _("An earlier row of the file has the same number and says something else."),
    "duplicate_row": _("{count} rows repeat an earlier row of the file and were passed over."),
    "superseded_row": _("{count} rows were passed over because a later row of the file has the same number."),
    "repeats_unknown": _("“{value}” does not say what becomes of repeated rows; use “reject” or “last”."),
    "integrity": _("The rows break a rule of the database ({rule}); nothing was imported."),
    "undo_later": _("Later imports changed rows of this one: {batches}. Undo those first."),
    "undo_in_use": _("Rows of this import are in use elsewhere; it cannot be undone."),
    "region_code_invalid": _("The code “{value}” holds a slash, a space or an invisible character."),
    "region_validity": _("The last day “{value}” is not after the first."),
    "region_parent_unknown": _("The parent “{value}” is neither in the file nor in the tree."),
    "region_cycle": _("The region hangs on itself through “{value}”."),
    "region_level": _("The level “{value}” does not stand below that of the parent."),
    "region_taken": _("The code “{value}” is taken."),
}


def explain(problem: Problem, spec: ImportSpec) -> str:
    """One sentence for a rejected row, with the field's label in front."""
    return reason_text(str(problem.code), problem.field, problem.value, problem.params, spec)


def reason_text(code: str, field: str, value: str, params: Mapping[str, Any], spec: ImportSpec) -> str:
    own = _own(code, {"value": value, **params}, spec)
    if own is None:
        return messages.problem_text(Problem(code, field, value, params), spec)
    label = field_label(field, spec)
    return f"{label}: {own}" if label else own


def refusal_text(refusal: Mapping[str, Any], spec: ImportSpec) -> str:
    """Why a batch was refused; "" when it was not."""
    if not refusal:
        return ""
    return _own(refusal["code"], refusal["params"], spec) or messages.refusal_text(refusal["code"], refusal["params"], spec)


def warning_text(warning: Mapping[str, Any], spec: ImportSpec) -> str:
    return _own(warning["code"], warning["params"], spec) or messages.notice_text(warning["code"], warning["params"], spec)


def field_label(name: str, spec: ImportSpec) -> str:
    return next((str(field.label) for field in spec.fields if field.name == name), name)


def _own(code: str, params: Mapping[str, Any], spec: ImportSpec) -> str | None:
    template = spec.texts.get(code) or _OWN.get(code)
    if template is None:
        return None
    return str(template).format_map(_Blank(params))


class _Blank(dict[str, Any]):
    """A parameter that was not given reads as nothing."""

    def __missing__(self, key: str) -> str:
        return ""
