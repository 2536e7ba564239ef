"""Where the table starts in a sheet, and which column is which field."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import NamedTuple

from . import cleaning
from .cells import as_text
from .refusals import Fault, Refusal, Refused
from .spec import Cell, ImportSpec, Problem

LOOK_AHEAD = 40
MAX_COLUMNS = 1000
SIMILAR_ENOUGH = 0.84
NumberedRow = tuple[int, Sequence[Cell]]


@dataclass(frozen=True)
class TableShape:
    """The header of a table. `headers[i]` names column i; a repeated header carries `#2`, `#3` …, a blank one is "".

    `first_line` and `header_line` are the first and the last line of the header (two when group headings stand above it);
    `titles` are the lines above it that are not part of the table.
    """

    header_line: int
    headers: tuple[str, ...]
    first_line: int = 0
    titles: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        return len(self.headers)


@dataclass(frozen=True)
class Guess:
    """Which column feeds which field. `columns` maps a field's name to a 0-based position; `how` says why it was chosen
    ("remembered", "exact", "alias", "similar", "given"). `unknown` headers feed no field; `duplicate` headers occur more than once."""

    columns: dict[str, int]
    how: dict[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    duplicate: tuple[str, ...] = ()
    missing_required: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def find_table(first_rows: Iterable[NumberedRow], spec: ImportSpec, *, also: Iterable[str] = ()) -> TableShape:
    """The header among the first rows, title rows above it skipped.

    `also` names headers expected beside those of the kind (those of an explicit or remembered mapping).
    The row that holds most known headers wins; without any, the first row as wide as the table. Raises Refused: empty, no_header.
    """
    rows = [(number, [as_text(cell) for cell in cells]) for number, cells in first_rows]
    rows = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)][:LOOK_AHEAD]
    if not rows:
        raise Refused(Refusal.EMPTY)
    known = _known(spec, also)
    scores = [_score(cells, known) for _, cells in rows]
    best = max(range(len(rows)), key=lambda index: (scores[index], -index))
    if scores[best] == 0:
        best = _widest(rows)
    span = _with_group(rows, best, known, scores[best])
    shape = TableShape(
        header_line=rows[span.last][0],
        headers=_trimmed(label_headers(span.names)),
        first_line=rows[span.first][0],
        titles=tuple(" ".join(cell.strip() for cell in cells if cell.strip()) for _, cells in rows[: span.first]),
    )
    if shape.width > MAX_COLUMNS:
        raise Refused(Refusal.TOO_MANY_COLUMNS, columns=shape.width, limit=MAX_COLUMNS)
    return shape


def label_headers(cells: Sequence[str]) -> tuple[str, ...]:
    """Readable, distinct labels: white space and invisible characters cleaned, the second 故障号码 becomes 故障号码#2."""
    seen: Counter[str] = Counter()
    labels = []
    for cell in cells:
        label = cleaning.line(cell).strip("\"' ")
        seen[cleaning.header(label)] += 1
        count = seen[cleaning.header(label)]
        labels.append(label if not label or count == 1 else f"{label}#{count}")
    return tuple(labels)


def guess_mapping(headers: Sequence[str], spec: ImportSpec, remembered: Mapping[str, str | int] | None = None) -> Guess:
    """A proposal for every field: the remembered header first, then the exact label, then other spellings, then near ones."""
    positions = _positions(headers)
    taken: dict[str, int] = {}
    how: dict[str, str] = {}

    def take(name: str, position: int | None, reason: str) -> None:
        if position is not None and name not in taken and position not in taken.values():
            taken[name] = position
            how[name] = reason

    for name, wanted in (remembered or {}).items():
        if any(candidate.name == name for candidate in spec.fields):
            take(name, _locate(wanted, headers, positions), "remembered")
    for candidate in spec.fields:
        take(candidate.name, _first(positions, (str(candidate.label), candidate.name)), "exact")
    for rank in range(max((len(candidate.headers) for candidate in spec.fields), default=0)):
        for candidate in spec.fields:
            take(candidate.name, _first(positions, candidate.headers[rank : rank + 1]), "alias")
    for candidate in spec.fields:
        take(candidate.name, _similar(candidate.headers, headers, set(taken.values())) if candidate.name not in taken else None, "similar")
    return _guess(taken, how, headers, spec, ())


def resolve_mapping(mapping: Mapping[str, str | int], headers: Sequence[str], spec: ImportSpec) -> Guess:
    """An explicit mapping of field names to a header, `Header#2` or a 0-based position. Nothing is guessed;
    fields it does not name stay empty. What cannot be resolved is in `problems`: field_unknown, header_missing, field_unmapped."""
    positions = _positions(headers)
    names = {candidate.name for candidate in spec.fields}
    columns: dict[str, int] = {}
    problems: list[Problem] = []
    for name, wanted in mapping.items():
        if wanted is None or wanted == "":
            continue
        position = _locate(wanted, headers, positions)
        if name not in names:
            problems.append(Problem(Fault.FIELD_UNKNOWN, name, str(wanted), {"fields": sorted(names)}))
        elif position is None:
            near = _nearest(str(wanted), headers)
            problems.append(Problem(Fault.HEADER_MISSING, name, str(wanted), {"near": near}))
        else:
            columns[name] = position
    unmapped = [
        candidate.name
        for candidate in spec.fields
        if candidate.required and not any(mapping.get(name) not in (None, "") for name in (candidate.name, candidate.fallback))
    ]
    problems += [Problem(Fault.FIELD_UNMAPPED, name) for name in unmapped]
    return _guess(columns, dict.fromkeys(columns, "given"), headers, spec, tuple(problems))


def missing_required(spec: ImportSpec, columns: Collection[str]) -> tuple[str, ...]:
    """The compulsory fields that neither have a column nor another field to stand in."""
    return tuple(
        candidate.name
        for candidate in spec.fields
        if candidate.required and candidate.name not in columns and candidate.fallback not in columns
    )


def _known(spec: ImportSpec, also: Iterable[str]) -> set[str]:
    spellings = {str(candidate.label) for candidate in spec.fields} | {candidate.name for candidate in spec.fields}
    spellings |= {spelling for candidate in spec.fields for spelling in candidate.headers} | set(also)
    return {cleaning.header(_without_number(spelling)) for spelling in spellings} - {""}


def _score(cells: Iterable[str], known: Collection[str]) -> int:
    return len({cleaning.header(cell) for cell in cells} & set(known))


def _widest(rows: Sequence[tuple[int, list[str]]]) -> int:
    """The first row that fills as many cells as the table's rows do, and none of them with a number."""
    filled = [sum(1 for cell in cells if cell.strip()) for _, cells in rows]
    enough = max(filled) * 0.8
    for index, (_, cells) in enumerate(rows):
        if filled[index] >= enough and not any(cell.strip().replace(".", "", 1).isdigit() for cell in cells):
            return index
    raise Refused(Refusal.NO_HEADER)


class _Span(NamedTuple):
    first: int
    last: int
    names: Sequence[str]


def _with_group(rows: Sequence[tuple[int, list[str]]], best: int, known: Collection[str], score: int) -> _Span:
    """Headings merged over several columns (问题原因 over 一级, 二级 …) are joined with those below when that names more fields."""
    for upper in (best - 1, best):
        if upper < 0 or upper + 1 >= len(rows):
            continue
        names = _joined(rows[upper][1], rows[upper + 1][1])
        if _score(names, known) > score:
            return _Span(upper, upper + 1, names)
    return _Span(best, best, rows[best][1])


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    width = max(len(upper), len(lower))
    above, names, current = [*upper, *[""] * (width - len(upper))], [], ""
    below = [*lower, *[""] * (width - len(lower))]
    for group, name in zip(above, below, strict=True):
        current = group.strip() or (current if name.strip() else "")
        names.append(current + name.strip() if current != name.strip() else current)
    return names


def _trimmed(labels: tuple[str, ...]) -> tuple[str, ...]:
    last = max((position for position, label in enumerate(labels) if label), default=-1)
    return labels[: last + 1]


def _positions(headers: Sequence[str]) -> dict[str, int]:
    """Normal form (with its #n) → position."""
    found: dict[str, int] = {}
    for position, label in enumerate(label_headers([_without_number(label) for label in headers])):
        key = _key(label)
        if key:
            found.setdefault(key, position)
    return found


def _key(label: str) -> str:
    bare, number = _split_number(label)
    normal = cleaning.header(bare)
    return f"{normal}#{number}" if normal and number > 1 else normal


def _split_number(label: str) -> tuple[str, int]:
    bare, mark, number = label.strip().rpartition("#")
    if mark and bare and number.isascii() and number.isdigit():
        return bare, int(number)
    return label, 1


def _without_number(label: str) -> str:
    return _split_number(label)[0]


def _locate(wanted: str | int, headers: Sequence[str], positions: Mapping[str, int]) -> int | None:
    if isinstance(wanted, int):
        return wanted if not isinstance(wanted, bool) and 0 <= wanted < len(headers) else None
    return positions.get(_key(wanted))


def _first(positions: Mapping[str, int], spellings: Iterable[str]) -> int | None:
    return next((positions[_key(spelling)] for spelling in spellings if _key(spelling) in positions), None)


def _similar(spellings: Iterable[str], headers: Sequence[str], taken: Collection[int]) -> int | None:
    """The one free header that is close to a spelling; none when two are equally close (一级 and 二级 differ in one character)."""
    scored: list[tuple[float, int]] = []
    for position, label in enumerate(headers):
        bare = cleaning.header(label)
        if position in taken or len(bare) < 3:
            continue
        score = max((_likeness(bare, cleaning.header(spelling)) for spelling in spellings), default=0.0)
        if score >= SIMILAR_ENOUGH:
            scored.append((score, position))
    scored.sort(reverse=True)
    if not scored or (len(scored) > 1 and scored[0][0] - scored[1][0] < 0.05):
        return None
    return scored[0][1]


_TELLING = frozenset("一二三四五六七八九十0123456789#是否未不最首末起止始终")


def _likeness(left: str, right: str) -> float:
    """How alike two headers are, 0 when they differ in a character that changes the meaning (一级, 二级; 是, 否; 1, 2)."""
    if set(left) & _TELLING != set(right) & _TELLING:
        return 0.0
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


def _nearest(wanted: str, headers: Sequence[str]) -> str:
    scored = [(SequenceMatcher(None, cleaning.header(wanted), cleaning.header(label)).ratio(), label) for label in headers if label]
    score, label = max(scored, default=(0.0, ""))
    return label if score >= 0.5 else ""


def _guess(columns: dict[str, int], how: dict[str, str], headers: Sequence[str], spec: ImportSpec, problems: tuple[Problem, ...]) -> Guess:
    used = set(columns.values())
    counts = Counter(cleaning.header(_without_number(label)) for label in headers if label)
    return Guess(
        columns=columns,
        how=how,
        unknown=tuple(label for position, label in enumerate(headers) if label and position not in used),
        duplicate=tuple(label for label in headers if label and _split_number(label)[1] == 1 and counts[cleaning.header(label)] > 1),
        missing_required=missing_required(spec, columns),
        problems=problems,
    )
