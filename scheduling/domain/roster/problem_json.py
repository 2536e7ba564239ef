"""Problems and solutions as JSON: docs/algorithms/roster.md shows the format. Faults in a document name their place."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import numpy as np

from .problem import OFF, History, Limits, Problem, ShiftType, Solution, Weights, Worker
from .validation import BadProblem, Fault

Json = Mapping[str, Any]
T = TypeVar("T")
NO_TEXTS: list[str] = []


def problem_from(document: Any) -> Problem:
    """The problem of a parsed JSON document. Raises BadProblem where something is missing, of the wrong kind or twice."""
    if not isinstance(document, Mapping):
        raise BadProblem((Fault("document", "document", "is no object"),))
    skills = tuple(_read(document, "skills", _texts, "document"))
    return Problem(
        days=_read(document, "days", _whole, "document"),
        first_weekday=_read(document, "first_weekday", _whole, "document") % 7,
        slot_minutes=_read(document, "slot_minutes", _whole, "document"),
        skills=skills,
        demand=_demand(document, skills),
        shifts=tuple(_shift(entry) for entry in _read(document, "shifts", _objects, "document")),
        agents=tuple(_agent(entry) for entry in _read(document, "agents", _objects, "document")),
        rules=Limits(**_numbers(document, "rules", set(Limits.__dataclass_fields__), _whole)),
        weights=Weights(**_numbers(document, "weights", set(Weights.__dataclass_fields__), _number)),
    )


def document_of(problem: Problem, solution: Solution) -> dict[str, Any]:
    """The solution as a JSON document: shift codes or null for each agent and day, breaks by clock minutes, rules broken."""
    keys = [agent.key for agent in problem.agents]
    return {
        "objective": solution.objective,
        "bound": solution.bound,
        "gap": solution.gap,
        "violations": [{"rule": found.rule, "agent": keys[found.agent], "day": found.day, "by": found.by} for found in solution.violations],
        "figures": solution.figures,
        "assignments": {
            key: [None if shift == OFF else problem.shifts[shift].code for shift in row]
            for key, row in zip(keys, solution.assignments, strict=True)
        },
        "breaks": [[keys[taken.agent], taken.day, taken.start, taken.minutes] for taken in solution.breaks],
    }


def _read(document: Json, name: str, kind: Callable[[Any], T], where: str, default: T | None = None) -> T:
    if name not in document:
        if default is not None:
            return default
        raise BadProblem((Fault("missing", where, f"{name} is missing"),))
    try:
        return kind(document[name])
    except (TypeError, ValueError) as error:
        raise BadProblem((Fault("kind", where, f"{name} is {str(document[name])[:60]!r}: {error}"),)) from error


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("no whole number")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
        raise ValueError("no number of 0 or more")
    return float(value)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("no text")
    return value


def _texts(value: Any) -> list[str]:
    if not isinstance(value, list):
        raise ValueError("no list")
    return [_text(entry) for entry in value]


def _objects(value: Any) -> list[Json]:
    if not isinstance(value, list) or not all(isinstance(entry, Mapping) for entry in value):
        raise ValueError("no list of objects")
    return value


def _numbers(document: Json, name: str, known: set[str], kind: Callable[[Any], Any]) -> dict[str, Any]:
    found = document.get(name, {})
    if not isinstance(found, Mapping) or set(found) - known:
        raise BadProblem((Fault("kind", name, f"knows {', '.join(sorted(known))} only"),))
    return {key: _read(found, key, kind, name) for key in found}


def _demand(document: Json, skills: tuple[str, ...]) -> Any:
    by_skill = document.get("demand")
    if not isinstance(by_skill, Mapping) or set(by_skill) != set(skills):
        raise BadProblem((Fault("demand", "demand", "has not one table for each skill"),))
    try:
        demand = np.array([by_skill[name] for name in skills], dtype=float)
    except (TypeError, ValueError) as error:
        raise BadProblem((Fault("demand", "demand", "has rows of different length or entries that are no numbers"),)) from error
    if demand.ndim != 3 or not np.isfinite(demand).all() or (demand != np.rint(demand)).any():
        raise BadProblem((Fault("demand", "demand", "is no table of whole heads by day and slot"),))
    return demand.astype(np.int64)


def _shift(entry: Json) -> ShiftType:
    code = _read(entry, "code", _text, "shifts")
    return ShiftType(
        code=code,
        spans=_read(entry, "spans", _spans, code),
        breaks=tuple(_read(entry, "breaks", _wholes, code, [])),
        is_night=entry.get("is_night") is True,
        unpaid_minutes=_read(entry, "unpaid_minutes", _whole, code, 0),
    )


def _spans(value: Any) -> tuple[tuple[int, int], ...]:
    return tuple((_whole(start), _whole(end)) for start, end in value)


def _wholes(value: Any) -> list[int]:
    if not isinstance(value, list):
        raise ValueError("no list")
    return [_whole(entry) for entry in value]


def _agent(entry: Json) -> Worker:
    key = _read(entry, "key", _text, "agents")
    history = entry.get("history", {})
    return Worker(
        key=key,
        skills=tuple(_read(entry, "skills", _texts, key, [])),
        contract_minutes=_read(entry, "contract_minutes", _whole, key),
        min_minutes=_read(entry, "min_minutes", _whole, key) if entry.get("min_minutes") is not None else None,
        max_minutes=_read(entry, "max_minutes", _whole, key) if entry.get("max_minutes") is not None else None,
        days_off=_days(entry, "days_off", key),
        wishes_off=_days(entry, "wishes_off", key),
        prefers=frozenset(_read(entry, "prefers", _texts, key, NO_TEXTS)),
        avoids=frozenset(_read(entry, "avoids", _texts, key, NO_TEXTS)),
        no_nights=_days(entry, "no_nights", key),
        history=_history(history, key),
        pool_minutes=_read(entry, "pool_minutes", _whole, key, 0),
    )


def _history(entry: Any, key: str) -> History:
    if not isinstance(entry, Mapping):
        raise BadProblem((Fault("kind", key, "history is no object"),))
    return History(
        last_end=_read(entry, "last_end", _whole, key) if entry.get("last_end") is not None else None,
        days_in_row=_read(entry, "days_in_row", _whole, key, 0),
        nights_in_row=_read(entry, "nights_in_row", _whole, key, 0),
        nights=_read(entry, "nights", _number, key, 0.0),
        weekends=_read(entry, "weekends", _number, key, 0.0),
    )


def _days(entry: Json, name: str, key: str) -> frozenset[int]:
    """Days as numbers or [first, last] pairs. Raises BadProblem where a pair runs backwards or a day stands twice."""
    found: list[int] = []
    for part in entry.get(name, []):
        first, last = part if isinstance(part, list) and len(part) == 2 else (part, part)
        try:
            days = range(_whole(first), _whole(last) + 1)
        except ValueError as error:
            raise BadProblem((Fault("kind", key, f"{name} has {part!r}, which is no day"),)) from error
        if not days:
            raise BadProblem((Fault("leave", key, f"{name} from day {first} ends before it begins, on day {last}"),))
        found += days
    twice = sorted({day for day in found if found.count(day) > 1})
    if twice:
        raise BadProblem((Fault("leave", key, f"{name} overlap on day {', '.join(map(str, twice))}"),))
    return frozenset(found)
