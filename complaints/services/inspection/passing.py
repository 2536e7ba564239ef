"""The automatic pass: rules over many tickets, findings replaced, scores and sums brought up to date."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.db.models import OuterRef, QuerySet, Subquery

from ...adapters.bulk import insert_rows
from ...domain.quality.copies import finding
from ...domain.quality.inspector import RuleBook, inspected
from ...domain.quality.records import Found, Record
from ...domain.quality.rules import RuleCode, Severity
from ...domain.quality.scores import score
from ...models import Finding, ReplyPrint, Ticket, TicketScore
from ...selectors.inspection.rules import reply_prints, rule_book
from .sums import Key, key_of, refresh

CHUNK = 2000
_OPEN = Finding.Verdict.OPEN.value
Progress = Callable[[int, int], None]
_PRINTED = ("pk", "system", "ticket_id", "crm_no", "counted", "accepted_on", "explanation")
_MOMENTS = ("replied_at", "resolved_at", "closed_at", "accepted_at")
_PRINT_COLUMNS = ("ticket_id", "print", "matter", "stands", "answered_at")
_FINDING_COLUMNS = (
    "ticket_id", "region_id", "day", "department", "rule", "severity", "version", "field", "words", "start", "end", "detail", "note",
    "by_hand", "verdict", "found_at",
)  # fmt: skip
_SCORE_COLUMNS = (
    "ticket_id", "region_id", "day", "department", "score", "findings", "severity", "cause", "solved", "row_hash", "inspected_at",
)  # fmt: skip
Row = tuple[Any, ...]


@dataclass
class Passed:
    """What a pass did: tickets inspected, findings of the rules by code and by severity, the scores added up."""

    inspected: int = 0
    findings: Counter[str] = field(default_factory=Counter)
    by_severity: Counter[int] = field(default_factory=Counter)
    score_sum: int = 0

    @property
    def mean_score(self) -> float | None:
        return self.score_sum / self.inspected if self.inspected else None


def inspect_tickets(*, tickets: QuerySet[Ticket], now: datetime, progress: Progress = lambda _done, _total: None) -> Passed:
    """Inspects the tickets in chunks, each a transaction of its own. Done twice it leaves the same.

    Findings that nobody judged are replaced, judged ones and those made by hand stay. A ticket that is not to be inspected loses score
    and open findings. Broken off, what was written is summed up before the exception goes on; the rest is as it was.
    """
    numbers = list(tickets.order_by("accepted_on", "pk").values_list("pk", flat=True))
    passing = _Pass(rule_book(), now)
    total = len(numbers)
    try:
        for done, chunk in _chunks(numbers):
            progress(done // 4, total)
            passing.keep_prints(chunk)
        for done, chunk in _chunks(numbers):
            progress(total // 4 + done * 3 // 4, total)
            passing.inspect(chunk)
    finally:
        if passing.keys:
            refresh(passing.keys)
    return passing.passed


def _chunks(numbers: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
    for start in range(0, len(numbers), CHUNK):
        yield start, numbers[start : start + CHUNK]


class _Pass:
    def __init__(self, book: RuleBook, now: datetime) -> None:
        self._book, self._now = book, now
        self._prints = cache(lambda shortest, specifics: reply_prints(shortest=shortest, specifics=specifics))
        self.passed = Passed()
        self.keys: set[Key] = set()

    @transaction.atomic
    def keep_prints(self, chunk: Sequence[int]) -> None:
        """All prints stand before any copy is looked for, so that the order of the tickets plays no part."""
        rows = []
        for pk, system, ticket_id, crm_no, counted, day, text, *moments in Ticket.objects.filter(pk__in=chunk).values_list(
            *_PRINTED, *_MOMENTS
        ):
            options = self._book.inspector(day).settings[RuleCode.REPLY_COPIED].options
            mark = self._prints(options["shortest"], options["specifics"]).of(text)
            if mark:
                answered = next(moment for moment in moments if moment)
                matter = crm_no or f"{system}:{ticket_id}"
                rows.append((pk, mark, matter, counted, answered))
        ReplyPrint.objects.filter(ticket__in=chunk).delete()
        insert_rows(ReplyPrint, _PRINT_COLUMNS, rows)

    @transaction.atomic
    def inspect(self, chunk: Sequence[int]) -> None:
        locked = Ticket.objects.filter(pk__in=chunk).select_for_update(no_key=True).order_by("pk")
        every = [Record._make(row) for row in locked.values_list(*Record._fields)]
        records = [record for record in every if record.is_inspected]
        found = dict(zip((record.id for record in records), inspected(records, book=self._book), strict=True))
        for pk, one in self._copies(records).items():
            found[pk].append(one)
        self._note_keys(chunk, records)
        kept = _kept(chunk)
        _forget_open_findings(chunk)
        insert_rows(Finding, _FINDING_COLUMNS, self._rows(records, found, kept))
        ReplyPrint.objects.filter(ticket__in=[record.id for record in every if not record.is_inspected]).delete()
        TicketScore.objects.filter(ticket__in=chunk).delete()
        insert_rows(TicketScore, _SCORE_COLUMNS, [self._scored(record, found[record.id], kept.get(record.id, ())) for record in records])
        self.passed.inspected += len(records)

    def _copies(self, records: Sequence[Record]) -> dict[int, Found]:
        """By the same rule as `domain.quality.copies.copied`: only the next one after the tolerated others is asked for."""
        by_setting: dict[tuple[int, int], list[Record]] = defaultdict(list)
        for record in records:
            setting = self._book.inspector(record.accepted_on).settings[RuleCode.REPLY_COPIED]
            if setting.is_enabled:
                by_setting[(setting.options["others"], setting.options["days"])].append(record)
        return {pk: one for (others, days), rows in by_setting.items() for pk, one in _copies_of(rows, others, days).items()}

    def _note_keys(self, chunk: Sequence[int], records: Sequence[Record]) -> None:
        before = TicketScore.objects.filter(ticket__in=chunk).values_list("day", "region_id").distinct()
        self.keys.update(key_of(day, region) for day, region in before)
        self.keys.update(key_of(record.accepted_on, record.region_id) for record in records)

    def _rows(
        self, records: Sequence[Record], found: Mapping[int, Sequence[Found]], kept: Mapping[int, Sequence["_Kept"]]
    ) -> Iterator[Row]:
        for record in records:
            settings = self._book.inspector(record.accepted_on).settings
            known = {one.identity for one in kept.get(record.id, ())}
            for one in found[record.id]:
                setting = settings[RuleCode(one.rule)]
                self.passed.findings[str(one.rule)] += 1
                self.passed.by_severity[int(setting.severity)] += 1
                if (one.rule, one.field, one.words[:200]) not in known:
                    yield _row(record, one, severity=int(setting.severity), version=setting.version, now=self._now)

    def _scored(self, record: Record, found: Sequence[Found], kept: Sequence["_Kept"]) -> Row:
        inspector = self._book.inspector(record.accepted_on)
        known = {one.identity: one for one in kept}
        fresh = [one for one in found if (one.rule, one.field, one.words[:200]) not in known]
        standing = [one for one in kept if not one.is_rejected]
        severities = [int(inspector.settings[RuleCode(one.rule)].severity) for one in fresh] + [one.severity for one in standing]
        points = score([*(str(one.rule) for one in fresh), *(one.rule for one in standing)], weights=inspector.weights)
        self.passed.score_sum += points
        return (
            record.id, record.region_id, record.accepted_on, record.department, points, len(fresh) + len(standing),
            max(severities, default=0), record.cause, record.solved, record.row_hash, self._now,
        )  # fmt: skip


@dataclass(frozen=True)
class _Kept:
    """A finding that a person judged or made."""

    rule: str
    field: str
    words: str
    severity: int
    is_rejected: bool

    @property
    def identity(self) -> tuple[str, str, str]:
        return self.rule, self.field, self.words


def _kept(chunk: Sequence[int]) -> dict[int, list[_Kept]]:
    rows = Finding.objects.filter(ticket__in=chunk).exclude(verdict=Finding.Verdict.OPEN, by_hand=False)
    kept: dict[int, list[_Kept]] = defaultdict(list)
    for pk, rule, name, words, severity, verdict in rows.values_list("ticket_id", "rule", "field", "words", "severity", "verdict"):
        kept[pk].append(_Kept(rule, name, words, severity, verdict == Finding.Verdict.REJECTED))
    return kept


def _forget_open_findings(chunk: Sequence[int]) -> None:
    """Django would look for judgements row by row; an open finding has none, and the foreign key guards that."""
    marks = ", ".join(["%s"] * len(chunk))
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM complaints_finding WHERE verdict = 'open' AND NOT by_hand AND ticket_id IN ({marks})",  # noqa: S608
            list(chunk),
        )


def _row(record: Record, one: Found, *, severity: int, version: str, now: datetime) -> Row:
    start, end = (one.start, one.end) if one.start >= 0 else (None, None)
    return (
        record.id, record.region_id, record.accepted_on, record.department, str(one.rule), severity, version, one.field, one.words[:200],
        start, end, dict(one.detail), "", False, _OPEN, now,
    )  # fmt: skip


def _copies_of(records: Sequence[Record], others: int, days: int) -> dict[int, Found]:
    earlier = (
        ReplyPrint.objects.filter(print=OuterRef("print"), stands=True, answered_at__lte=OuterRef("answered_at"))
        .exclude(matter=OuterRef("matter"))
        .order_by("-answered_at", "-ticket")
    )
    by_id = {record.id: record for record in records}
    rows = ReplyPrint.objects.filter(ticket__in=list(by_id)).annotate(other=Subquery(earlier.values("ticket")[others : others + 1]))
    pairs = dict(rows.exclude(other=None).values_list("ticket_id", "other"))
    models = {
        pk: (system, number, at)
        for pk, system, number, at in ReplyPrint.objects.filter(ticket__in=set(pairs.values())).values_list(
            "ticket_id", "ticket__system", "ticket__ticket_id", "answered_at"
        )
    }
    found = {}
    for pk, other in pairs.items():
        system, number, at = models[other]
        if at >= by_id[pk].answered_at - timedelta(days=days):
            found[pk] = finding(by_id[pk], system=system, ticket_id=number, others=others)
    return found


def severity_names(passed: Passed) -> dict[str, int]:
    """By the names of X.733, the gravest first; all of them, also those that nothing was found of."""
    return {one.name.lower(): passed.by_severity[int(one)] for one in sorted(Severity, reverse=True)}
