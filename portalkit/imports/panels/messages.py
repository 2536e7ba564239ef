"""Every code of the readers and converters in the reader's language: what is wrong, where, and what to do about it.

Values are masked before they are shown: a number that looks like a telephone or an identity never stands in full in a message.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from portalkit.vault.domain.masking import mask_text

from ..domain.refusals import Caution, Fault, Refusal
from ..domain.spec import ImportSpec, Problem

SHOWN_CHARACTERS = 80
_MIB = 1 << 20

REFUSALS: Mapping[str, Any] = {
    Refusal.EMPTY: _("The file is empty."),
    Refusal.HEADER_ONLY: _("The file has a header but not a single row below it."),
    Refusal.NO_HEADER: _("No header row was found. Choose the line that holds the column names."),
    Refusal.TOO_LARGE: _("The file is too large ({size_mib} MiB, at most {limit_mib} MiB)."),
    Refusal.ENCODING: _(
        "The text is neither UTF-8 nor GB18030: byte {position} (line {line}) cannot be read as {encoding}. "
        "Save the file as UTF-8 and upload it again."
    ),
    Refusal.UTF32: _("The file is in UTF-32. Save it as UTF-8 and upload it again."),
    Refusal.BINARY: _("The file holds binary data, not a table. UTF-16 needs its byte-order mark."),
    Refusal.FORMAT: _("This is a file of another format ({format}). Save it as XLSX or CSV and upload it again."),
    Refusal.ARCHIVE: _("This is an archive ({format}). Unpack it and upload the files in it."),
    Refusal.PASSWORD: _("The file is protected with a password. Remove the password and upload it again."),
    Refusal.QUOTE_OPEN: _("A quotation mark is opened on line {line} and never closed."),
    Refusal.LINE_TOO_LONG: _("Line {line} is longer than {limit} characters: this is not a table."),
    Refusal.ZIP_BROKEN: _("The workbook is damaged and cannot be opened. Save it again and upload it."),
    Refusal.ZIP_PARTS: _("The workbook has {parts} parts, more than the {limit} allowed."),
    Refusal.ZIP_SIZE: _("Unpacked, the workbook would take {size_mib} MiB; {limit_mib} MiB are allowed."),
    Refusal.ZIP_RATIO: _("The workbook is compressed more than any real one (a “zip bomb”)."),
    Refusal.ZIP_NAMES: _("The workbook holds a part with a forbidden name ({part})."),
    Refusal.ZIP_DUPLICATE: _("The workbook holds the part {part} twice."),
    Refusal.ZIP_METHOD: _("The workbook is compressed in a way that spreadsheets do not use."),
    Refusal.XML_DTD: _("The workbook defines a document type or entities, which real workbooks never do."),
    Refusal.XML_BROKEN: _("A part of the workbook is damaged ({part}, line {line}). Save it again and upload it."),
    Refusal.XML_TOO_DEEP: _("A part of the workbook is nested too deeply ({part})."),
    Refusal.XML_TOKEN: _("A part of the file is one endless piece ({part})."),
    Refusal.WORKBOOK_BROKEN: _("The workbook is damaged or of a kind that cannot be read. Save it as XLSX and upload it again."),
    Refusal.SHEET_MISSING: _("There is no sheet “{sheet}”. The file has: {sheets}."),
    Refusal.HTML_NO_TABLE: _("The file is a web page without a table. Open it in a spreadsheet program and save it as XLSX."),
    Refusal.TOO_MANY_COLUMNS: _("The table has {columns} columns; {limit} are allowed."),
    Refusal.DATE_AMBIGUOUS: _("Day and month cannot be told apart (for example {example}). Choose the layout of the dates."),
    Refusal.DATE_CONFLICT: _(
        "Some dates write the day first, others the month (for example {example}). Nothing tells which is meant; "
        "correct the file or choose the layout."
    ),
    Refusal.LAYOUT_UNKNOWN: _("The date layout “{layout}” is not known."),
}

FAULTS: Mapping[str, Any] = {
    Fault.COLUMN_COUNT: _("The line has {cells} cells, the header {columns}."),
    Fault.NUL: _("The line holds a NUL character."),
    Fault.CELL_TOO_LONG: _("Cell {column} holds {length} characters; {limit} are allowed."),
    Fault.QUOTE_MISPLACED: _("The quotation marks of the line do not match."),
    Fault.REQUIRED: _("A value is required."),
    Fault.TOO_LONG: _("“{value}…” has {length} characters; {limit} are allowed."),
    Fault.CONTROL_CHARACTER: _("The cell holds a control character."),
    Fault.SHEET_ERROR: _("The cell holds the spreadsheet error {value}."),
    Fault.UNCALCULATED: _(
        "The cell holds a formula without a saved result. Open the file in a spreadsheet program, save it and upload it again."
    ),
    Fault.ID_DAMAGED: _("The number {value} was shortened by a spreadsheet program: it keeps only 15 digits. Export the column as text."),
    Fault.NOT_A_NUMBER: _("“{value}” is not a number."),
    Fault.NOT_AN_INTEGER: _("“{value}” is not a whole number."),
    Fault.PERCENT: _("“{value}” is a percentage; a plain number is expected."),
    Fault.BELOW_MINIMUM: _("{value} is less than {limit}."),
    Fault.ABOVE_MAXIMUM: _("{value} is more than {limit}."),
    Fault.DATE_UNREADABLE: _("“{value}” is not a date in a known layout."),
    Fault.DATE_IMPOSSIBLE: _("The calendar has no “{value}”."),
    Fault.DATE_OUT_OF_RANGE: _("“{value}” lies outside the years {first} to {last}."),
    Fault.DATE_AMBIGUOUS: _("In “{value}” day and month cannot be told apart."),
    Fault.DATE_UNDECLARED: _("“{value}” is not written in a layout chosen for this column."),
    Fault.DURATION_UNREADABLE: _("“{value}” is not a duration."),
    Fault.UNKNOWN_BOOLEAN: _("“{value}” is neither yes nor no."),
    Fault.UNKNOWN_CHOICE: _("“{value}” is not in the vocabulary. Map the word or correct it."),
    Fault.PATH_TOO_DEEP: _("The category path has {parts} levels; {limit} are allowed."),
    Fault.PHONE_INVALID: _("“{value}” is not a telephone number."),
    Fault.MONTH_UNREADABLE: _("“{value}” is not a month."),
    Fault.HEADER_MISSING: _("The column “{value}” is not in the file. {near_hint}"),
    Fault.FIELD_UNKNOWN: _("The mapping names a field that does not exist: {name}."),
    Fault.FIELD_UNMAPPED: _("A required field has no column."),
}

CAUTIONS: Mapping[str, Any] = {
    Caution.NAME_MISMATCH: _("The name ends in .{suffix}, the content is {format}; it was read as {format}."),
    Caution.EXTERNAL_LINKS: _("The workbook links to other files; the links were not followed, the saved values were read."),
    Caution.MACROS: _("The workbook holds macros; they were not run."),
    Caution.HIDDEN_SHEET: _("Hidden sheets: {sheets}."),
    Caution.TITLE_ROWS: _("{count} lines above the header were skipped (“{text}”)."),
    Caution.TOTALS_ROW: _("The totals row (line {line}) was left out."),
    Caution.FOOTER_ROWS: _("{count} lines below the totals row were left out (from line {line})."),
    Caution.REPEATED_HEADER: _("The header is repeated {count} times (first on line {line}); the repetitions were skipped."),
    Caution.OUTSIDE_TABLE: _("{count} rows have cells beside the table (first in row {line}); these cells were not read."),
    Caution.INVISIBLE_REMOVED: _("Invisible characters were removed from {count} cells."),
    Caution.ID_ENDS_IN_ZEROS: _("{count} long numbers end in zeros from the 16th digit on; a spreadsheet program may have shortened them."),
    Caution.PHONE_KEPT: _("{count} cells hold something else than one telephone number; they were kept as they are."),
    Caution.STOOD_IN: _("{count} empty cells took the value of the column that stands in for theirs."),
    Caution.LAYOUTS_FOUND: _("Dates are read as {layouts}."),
    Caution.LAYOUTS_MIXED: _("The column mixes date layouts: {layouts}."),
    Caution.LAYOUTS_DISAGREE: _("This column writes the {order_word} first, the column {other_label} the {other_word}."),
}

_ORDERS: Mapping[str, Any] = {"day": _("day"), "month": _("month")}


def problem_text(problem: Problem, spec: ImportSpec) -> str:
    """One sentence on a line or a cell, with the field's label in front."""
    params = {**problem.params, "value": problem.value, "name": problem.field}
    text = _text(FAULTS, problem.code, params, spec)
    label = "" if problem.code == Fault.FIELD_UNKNOWN else _label(problem.field, spec)
    return f"{label}: {text}" if label else text


def refusal_text(code: str, params: Mapping[str, Any], spec: ImportSpec | None = None) -> str:
    """Why a file is refused; the field's label in front where one column is to blame."""
    catalogue = REFUSALS if code in REFUSALS else FAULTS
    text = _text(catalogue, code, params, spec)
    label = _label(str(params.get("field", "")), spec)
    return f"{label}: {text}" if label else text


def notice_text(code: str, params: Mapping[str, Any], spec: ImportSpec | None = None) -> str:
    """What the steward should know of an accepted file."""
    text = _text(CAUTIONS, code, params, spec)
    label = _label(str(params.get("field", "")), spec)
    return f"{label}: {text}" if label else text


def _text(catalogue: Mapping[str, Any], code: str, params: Mapping[str, Any], spec: ImportSpec | None) -> str:
    template = catalogue.get(code)
    if template is None:
        return str(code)
    return str(template).format_map(_Shown(params, spec)).strip()


class _Shown(dict[str, str]):
    """Parameters as a message shows them: masked, short, lists joined, sizes in MiB; one that was not given reads as nothing."""

    def __init__(self, params: Mapping[str, Any], spec: ImportSpec | None) -> None:
        super().__init__({name: _shown(value) for name, value in params.items()})
        for name in ("size", "limit"):
            if isinstance(params.get(name), int):
                self[f"{name}_mib"] = str(-(-params[name] // _MIB))
        self["order_word"] = str(_ORDERS.get(str(params.get("order")), ""))
        self["other_word"] = str(_ORDERS.get(str(params.get("other_order")), ""))
        self["other_label"] = _label(str(params.get("other", "")), spec)
        self["near_hint"] = str(_("Did you mean “{near}”?")).format(near=_shown(params["near"])) if params.get("near") else ""

    def __missing__(self, name: str) -> str:
        return ""


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_shown(item) for item in value)
    if isinstance(value, int | float):
        return str(value)
    text = " ".join(str(value)[: 2 * SHOWN_CHARACTERS].split())
    return mask_text(text)[:SHOWN_CHARACTERS]


def _label(name: str, spec: ImportSpec | None) -> str:
    fields = spec.fields if spec is not None else ()
    return next((str(field.label) for field in fields if field.name == name), name)
