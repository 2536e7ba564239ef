"""From converted cells to the columns of `Ticket`, whole columns at a time. No database here."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from portalkit.imports.domain.spec import Chunk
from portalkit.vault.domain.masking import mask_name, mask_text
from portalkit.vault.services import fingerprint, seal

from ...domain import words
from ...domain.histogram import buckets_of
from ...domain.mapping import joined
from ...domain.sync_block import MARK, read_block
from .fields import CATEGORY_LEVELS, CAUSE_LEVELS

TEXTS = (
    "urgency",
    "customer_level",
    "customer_brand",
    "customer_star",
    "home_place",
    "fault_location",
    "network",
    "scenario",
    "cell",
    "channel",
    "content",
    "prehandling",
    "measures",
    "explanation",
    "result",
    "solution_degree",
    "not_contacted_reason",
    "satisfaction",
    "inspection_result",
    "inspection_opinion",
    "department",
)
AS_THEY_ARE = (
    "accepted_at",
    "second_accepted_at",
    "dispatched_at",
    "taken_at",
    "replied_at",
    "accept_by",
    "handle_by",
    "fault_at",
    "resolved_at",
    "planned_at",
    "closed_at",
    "handling_seconds",
    "handling_seconds_with_nights",
    "reassignments",
    "reopenings",
    "is_repeat",
    "contacted",
    "escalated",
)
NUMBERS = ("phone", "fault_number", "second_fault_number")
FROM_BLOCK = {
    "故障地点": "fault_location",
    "网络标识": "network",
    "网络制式": "network",
    "处理场景": "scenario",
    "小区": "cell",
    "小区名称": "cell",
    "CGI": "cell",
    "客户级别": "customer_level",
    "客户品牌": "customer_brand",
    "用户归属地": "home_place",
    "客户电话": "phone",
    "联系电话": "phone",
    "故障号码": "fault_number",
    "客户姓名": "customer_name",
    "经度": "longitude",
    "纬度": "latitude",
}
BLOCK = "同步要素"
_LIMITS = {"fault_location": 500, "network": 40, "scenario": 80, "cell": 120, "customer_level": 40, "customer_brand": 40, "home_place": 80}
_SHORTEST_NUMBER = 5
Columns = dict[str, list[Any]]


def ticket_columns(chunk: Chunk) -> Columns:
    """The columns that stand in a row itself: without key, region and mapped codes."""
    given: Columns = {name: _texts(chunk.columns[name]) for name in (*TEXTS, "customer_name", *NUMBERS)}
    given["longitude"], given["latitude"] = _floats(chunk.columns["longitude"]), _floats(chunk.columns["latitude"])
    extra = _extras(chunk.extra)
    _read_blocks(given, extra)
    found: Columns = {name: given[name] for name in (*TEXTS, "customer_name", "longitude", "latitude")}
    found |= {name: chunk.columns[name] for name in AS_THEY_ARE}
    found["extra"] = extra
    found |= _sealed(given)
    found |= _states(chunk)
    found |= _durations(chunk)
    found["accepted_on"] = [None if moment is None else moment.date() for moment in chunk.columns["accepted_at"]]
    found["subject"] = _each(_path, chunk.columns["subject"])
    found["category_path"] = _category(chunk)
    found["cause_path"] = _levels(chunk, CAUSE_LEVELS)
    found["claimed_place"] = _each(_place, chunk.columns["region"], chunk.columns["county"])
    return found


def _texts(column: Sequence[Any]) -> list[str]:
    return [value or "" for value in column]


def _floats(column: Sequence[Any]) -> list[float | None]:
    return [None if value is None else float(value) for value in column]


def _sealed(given: Columns) -> Columns:
    prints: dict[str, str] = {"": ""}
    seals: dict[str, bytes | None] = {"": None}
    found: Columns = {"customer_name_sealed": [seal(name) if name else None for name in given["customer_name"]]}
    for name in NUMBERS:
        for number in given[name]:
            if number not in prints:
                prints[number], seals[number] = fingerprint(number), seal(number)
        found[f"{name}_sealed"] = [seals[number] for number in given[name]]
        found[f"{name}_print"] = [prints[number] for number in given[name]]
    return found


def _states(chunk: Chunk) -> Columns:
    said = _texts(chunk.columns["status"])
    codes = _each(words.status_code, said)
    solved = [
        word if word is not None else degree for word, degree in zip(chunk.columns["solved"], chunk.columns["solution_degree"], strict=True)
    ]
    return {
        "status": codes,
        "status_text": [word[:80] if code == "unmapped" else "" for word, code in zip(said, codes, strict=True)],
        "solved": _each(words.is_solved, _texts(solved)),
        "satisfied": _each(words.is_satisfied, _texts(chunk.columns["satisfaction"])),
    }


def _durations(chunk: Chunk) -> Columns:
    seconds = [
        _seconds(accepted, resolved or closed)
        for accepted, resolved, closed in zip(
            chunk.columns["accepted_at"], chunk.columns["resolved_at"], chunk.columns["closed_at"], strict=True
        )
    ]
    return {"resolution_seconds": seconds, "resolution_bucket": buckets_of(seconds)}


def _seconds(accepted: datetime | None, done: datetime | None) -> int | None:
    """None while the matter is open, and where the export says that it ended before it began."""
    if accepted is None or done is None or done < accepted:
        return None
    return int((done - accepted).total_seconds())


def _category(chunk: Chunk) -> list[str]:
    """The category levels; without any the category as one path; without that the subject, where it is a path."""
    levels = _levels(chunk, CATEGORY_LEVELS)
    whole, subjects = chunk.columns["category"], chunk.columns["subject"]
    if all(levels):
        return levels
    return [
        level or joined(path or (subject if subject and len(subject) > 1 else ()))[:500]
        for level, path, subject in zip(levels, whole, subjects, strict=True)
    ]


def _levels(chunk: Chunk, names: Sequence[str]) -> list[str]:
    filled = [chunk.columns[name] for name in names if any(chunk.columns[name])]
    if not filled:
        return [""] * len(chunk.lines)
    return _each(_path, *filled)


def _path(*levels: tuple[str, ...] | None) -> str:
    return joined([part for level in levels if level for part in level])[:500]


def _place(region: str | None, county: str | None) -> str:
    return " / ".join(name for name in (region, county) if name)[:160]


def _each(convert: Callable[..., Any], *columns: Sequence[Any]) -> list[Any]:
    """Converts every distinct combination once."""
    rows = list(zip(*columns, strict=True))
    known = {row: convert(*row) for row in set(rows)}
    return [known[row] for row in rows]


def _extras(rows: Sequence[dict[str, str]]) -> list[dict[str, Any]]:
    if not any(rows):
        return list(rows)
    return [{header: _masked(header, value) for header, value in row.items()} for row in rows]


def _masked(header: str, value: str) -> str:
    """Columns that nobody mapped are kept, what looks personal in them only masked."""
    if words.names_person(header):
        return mask_text(mask_name(value))
    return mask_text(value) if len(value) >= _SHORTEST_NUMBER else value


def _read_blocks(given: Columns, extra: list[dict[str, Any]]) -> None:
    """Fills empty columns from the block in the complaint's text; what has no column goes to `extra`."""
    for row, text in enumerate(given["content"]):
        if MARK not in text:
            continue
        rest = {}
        for key, value in read_block(text).items():
            name = FROM_BLOCK.get(key)
            if name is None or not _fill(given[name], row, name, value):
                rest[key] = _masked(key, value)
        if rest:
            extra[row] = {**extra[row], BLOCK: rest}


def _fill(column: list[Any], row: int, name: str, value: str) -> bool:
    """Puts the value where the column is empty; False when the column has another value or cannot hold this one."""
    held: Any = _coordinate(name, value) if name in ("longitude", "latitude") else value[: _LIMITS.get(name, 80)]
    if held is None or (column[row] not in (None, "") and column[row] != held):
        return False
    column[row] = held
    return True


def _coordinate(name: str, value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if abs(number) <= (180 if name == "longitude" else 90) else None
