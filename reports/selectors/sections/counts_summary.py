"""The day or week in a few figures and sentences: against the period before, and against what is usual."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext as _

from complaints.selectors import By, DailyCounts
from portalkit.periods.domain.calendar import Day
from portalkit.sheets.domain.columns import Kind
from portalkit.ui.domain.formats import relative_change

from ...domain.document import Block, Paragraph, Section, Stat, Stats, Tone, text_of
from ...domain.kinds import ReportKind, ReportPeriod, periods_up_to
from ..scope import USUAL, Scope
from ..wording import count, moved, share
from .causes import STATED


def build(scope: Scope) -> Section | None:
    if scope.is_monthly:
        return None
    counts = scope.counts(By.CLASS)
    stats = [_stat(scope, counts, "", _("Complaints")), _usual_stat(scope, counts)]
    stats += [_stat(scope, counts, key, str(counts.labels[key])) for key in counts.keys]
    blocks: list[Block] = [Stats("figures", tuple(stats))]
    blocks += [Paragraph(text, Tone.FINDING) for text in _findings(scope, counts)]
    return Section(key="summary", title=_("Key figures"), finding=_headline(scope, counts), blocks=tuple(blocks))


def usual_periods(scope: Scope) -> tuple[ReportPeriod, ...]:
    """What this period is measured by: the four weeks before, of a day its weekday in each of them."""
    if scope.kind is ReportKind.WEEKLY:
        return periods_up_to(scope.period.previous(), count=USUAL)
    return tuple(Day(scope.period.first_day - timedelta(days=7 * weeks)) for weeks in range(1, USUAL + 1))


def usual(scope: Scope, counts: DailyCounts, key: str = "") -> float | None:
    """The mean of `usual_periods`, of those that are whole; None where none is."""
    whole = [period for period in usual_periods(scope) if scope.is_whole(period)]
    return mean([counts.during(period.days(), key) for period in whole])


def mean(values: Sequence[int | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def change_from(scope: Scope, now: float | None, before: float | None) -> float | None:
    """Relative; None where this period is not whole: a part is compared with nothing."""
    return relative_change(now, before) if scope.is_whole(scope.period) else None


def _headline(scope: Scope, counts: DailyCounts) -> str:
    before = _before(scope, counts)
    change = change_from(scope, scope.total, before)
    if change is None:
        return _("{count} complaints").format(count=count(scope.total))
    text = _("{count} complaints, {change} against the week before")
    if scope.kind is ReportKind.DAILY:
        text = _("{count} complaints, {change} against the day before")
    return text.format(count=count(scope.total), change=moved(change))


def _before(scope: Scope, counts: DailyCounts, key: str = "") -> int | None:
    previous = scope.period.previous()
    return counts.during(previous.days(), key) if scope.is_whole(previous) else None


def _stat(scope: Scope, counts: DailyCounts, key: str, label: str) -> Stat:
    now, before = counts.during(scope.period.days(), key), _before(scope, counts, key)
    change = change_from(scope, now, before)
    is_compared = before is not None and scope.is_whole(scope.period)
    before_label = _("Week before") if scope.kind is ReportKind.WEEKLY else _("Day before")
    return Stat(
        key or "complaints", label, now, before=before if is_compared else None, before_label=before_label if is_compared else "",
        change=change, better="down", query=f"{scope.tickets()}&class={key}" if key else scope.tickets(),
    )  # fmt: skip


def _usual_stat(scope: Scope, counts: DailyCounts) -> Stat:
    normal = usual(scope, counts)
    label = _("Against the mean of four weeks") if scope.kind is ReportKind.WEEKLY else _("Against the mean of this weekday")
    note = _("mean {mean}").format(mean=text_of(normal, kind=Kind.NUMBER, digits=1))
    return Stat("usual", label, change_from(scope, scope.total, normal), Kind.PERCENT, is_signed=True, note=note)


def _findings(scope: Scope, counts: DailyCounts) -> list[str]:
    said = []
    normal = usual(scope, counts)
    change = change_from(scope, scope.total, normal)
    if change is not None and normal is not None:
        text = _("Against what is usual ({normal}) that is {change}.")
        said.append(text.format(normal=text_of(normal, kind=Kind.NUMBER, digits=1), change=moved(change)))
    return [*said, *_region_words(scope), *_cause_words(scope)]


def _region_words(scope: Scope) -> list[str]:
    counts = scope.counts(By.REGION)
    found = [(counts.during(scope.period.days(), key) or 0, key) for key in counts.keys if key in counts.regions]
    found = [(counted, key) for counted, key in found if key != scope.region.code and counted]
    if len(found) < 2:
        return []
    most, key = max(found)
    text = _("Most complaints came from {region}: {count}, {share} of all.")
    part = most / scope.total if scope.total else None
    return [text.format(region=counts.regions[key].display_name, count=count(most), share=share(part))]


def _cause_words(scope: Scope) -> list[str]:
    causes = scope.matrix(By.CAUSE, By.SIDE)
    if not causes.total:
        return []
    first = next((cause for cause in causes.rows if cause.key in STATED), None)
    if first is None:
        return []
    within = next((side.share for side in causes.columns if side.key == "within_control"), 0.0)
    text = _("The commonest cause is {cause} ({share}); {within} of all complaints lay within control.")
    return [text.format(cause=first.label, share=share(first.share), within=share(within))]
