"""Why a file, a line or a cell is not accepted, as stable codes. `portalkit.imports.panels.messages` puts them into words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from .spec import Problem


class Refusal(StrEnum):
    """The whole file is turned away; nothing of it is kept."""

    EMPTY = "empty"
    HEADER_ONLY = "header_only"
    NO_HEADER = "no_header"
    TOO_LARGE = "too_large"
    ENCODING = "encoding"
    UTF32 = "utf32"
    BINARY = "binary"
    FORMAT = "format"
    ARCHIVE = "archive"
    PASSWORD = "password"  # noqa: S105
    QUOTE_OPEN = "quote_open"
    LINE_TOO_LONG = "line_too_long"
    ZIP_BROKEN = "zip_broken"
    ZIP_PARTS = "zip_parts"
    ZIP_SIZE = "zip_size"
    ZIP_RATIO = "zip_ratio"
    ZIP_NAMES = "zip_names"
    ZIP_DUPLICATE = "zip_duplicate"
    ZIP_METHOD = "zip_method"
    XML_DTD = "xml_dtd"
    XML_BROKEN = "xml_broken"
    XML_TOO_DEEP = "xml_too_deep"
    XML_TOKEN = "xml_token"  # noqa: S105
    WORKBOOK_BROKEN = "workbook_broken"
    SHEET_MISSING = "sheet_missing"
    HTML_NO_TABLE = "html_no_table"
    TOO_MANY_COLUMNS = "too_many_columns"
    DATE_AMBIGUOUS = "date_ambiguous_column"
    DATE_CONFLICT = "date_conflict_column"
    LAYOUT_UNKNOWN = "layout_unknown"


class Fault(StrEnum):
    """A line or a cell is rejected; the rest of the file stands."""

    COLUMN_COUNT = "column_count"
    NUL = "nul"
    QUOTE_MISPLACED = "quote_misplaced"
    CELL_TOO_LONG = "cell_too_long"
    REQUIRED = "required"
    TOO_LONG = "too_long"
    CONTROL_CHARACTER = "control_character"
    SHEET_ERROR = "sheet_error"
    UNCALCULATED = "uncalculated"
    ID_DAMAGED = "id_damaged"
    NOT_A_NUMBER = "not_a_number"
    NOT_AN_INTEGER = "not_an_integer"
    PERCENT = "percent"
    BELOW_MINIMUM = "below_minimum"
    ABOVE_MAXIMUM = "above_maximum"
    DATE_UNREADABLE = "date_unreadable"
    DATE_IMPOSSIBLE = "date_impossible"
    DATE_OUT_OF_RANGE = "date_out_of_range"
    DATE_AMBIGUOUS = "date_ambiguous"
    DATE_UNDECLARED = "date_undeclared"
    DURATION_UNREADABLE = "duration_unreadable"
    UNKNOWN_BOOLEAN = "unknown_boolean"
    UNKNOWN_CHOICE = "unknown_choice"
    PATH_TOO_DEEP = "path_too_deep"
    PHONE_INVALID = "phone_invalid"
    MONTH_UNREADABLE = "month_unreadable"
    HEADER_MISSING = "header_missing"
    FIELD_UNKNOWN = "field_unknown"
    FIELD_UNMAPPED = "field_unmapped"


class Caution(StrEnum):
    """Accepted, but the steward should know."""

    NAME_MISMATCH = "name_mismatch"
    EXTERNAL_LINKS = "external_links"
    MACROS = "macros"
    HIDDEN_SHEET = "hidden_sheet"
    TITLE_ROWS = "title_rows"
    TOTALS_ROW = "totals_row"
    FOOTER_ROWS = "footer_rows"
    REPEATED_HEADER = "repeated_header"
    OUTSIDE_TABLE = "outside_table"
    INVISIBLE_REMOVED = "invisible_removed"
    ID_ENDS_IN_ZEROS = "id_ends_in_zeros"
    PHONE_KEPT = "phone_kept"
    STOOD_IN = "stood_in"
    LAYOUTS_FOUND = "layouts_found"
    LAYOUTS_MIXED = "layouts_mixed"
    LAYOUTS_DISAGREE = "layouts_disagree"


class Refused(Exception):
    """The file cannot be read or used. `code` is a Refusal; `params` fill the message."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({details})"


@dataclass(frozen=True)
class Notice:
    """Something worth telling that refuses nothing. `code` is a Caution."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class BadLine:
    """A line that could not be taken as a row. `line` is the 1-based line (text) or row (workbook) as the user sees it."""

    line: int
    problem: Problem
