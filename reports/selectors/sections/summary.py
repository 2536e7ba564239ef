"""The month in a few figures and sentences."""

from django.utils.translation import gettext as _

from complaints.selectors import Comparison, Overview
from portalkit.sheets.domain.columns import Kind
from portalkit.ui.domain.formats import relative_change

from ...domain.document import Block, Paragraph, Section, Stat, Stats, Tone
from ..scope import Scope
from ..wording import count, moved, rate, share
from .causes import STATED

HOUR = 3600


def build(scope: Scope) -> Section | None:
    if not scope.is_monthly:
        return None
    found = scope.month
    blocks: list[Block] = [Stats("figures", (*_totals(scope, found), *(_class_stat(scope, one) for one in found.classes)))]
    blocks += [Paragraph(text, Tone.FINDING) for text in _findings(found)]
    return Section(key="summary", title=_("Key figures"), finding=_headline(found.total), blocks=tuple(blocks))


def _headline(total: Comparison) -> str:
    now = total.now
    if now.rate is None:
        return _("{count} complaints; no rate, since subscribers are not known").format(count=count(now.complaints))
    if total.change is None:
        return _("{count} complaints, {rate} per 10,000 subscribers").format(count=count(now.complaints), rate=rate(now.rate))
    text = _("{count} complaints, {rate} per 10,000 subscribers, {change} against the month before")
    return text.format(count=count(now.complaints), rate=rate(now.rate), change=moved(total.change))


def _totals(scope: Scope, found: Overview) -> tuple[Stat, ...]:
    total = found.total
    before = total.before if total.before and total.change is not None else None
    complaints_before = before.complaints if before else None
    stats = [
        Stat(
            "rate", _("Complaints per 10,000 subscribers"), total.now.rate, Kind.RATE, before=before.rate if before else None,
            before_label=_("Month before") if before else "", change=total.change, better="down", query=scope.tickets(),
            note=_("part of the month only") if found.is_partial else "",
        ),
        Stat(
            "complaints", _("Complaints"), total.now.complaints, before=complaints_before,
            before_label=_("Month before") if before else "", change=relative_change(total.now.complaints, complaints_before),
            better="down", query=scope.tickets(),
        ),
        Stat("subscribers", _("Subscribers"), total.now.subscribers),
        Stat(
            "on_year", _("Against the same month last year"), total.change_on_year, Kind.PERCENT, is_signed=True,
            note=_("{rate} then").format(rate=rate(total.last_year.rate)) if total.last_year and total.last_year.rate is not None else "",
        ),
        Stat("target", _("Target"), total.target, Kind.RATE, note=_target_note(total, is_partial=found.is_partial)),
        Stat("solved", _("80% solved within"), _hours(found.resolution.eighty), digits=1, unit=_("hours")),
    ]  # fmt: skip
    if total.now.published:
        note = total.now.published.source
        stats.append(Stat("published", _("Published rate"), float(total.now.published.value), Kind.RATE, note=note))
    return tuple(stats)


def _class_stat(scope: Scope, one: Comparison) -> Stat:
    before = one.before.rate if one.before and one.change is not None else None
    return Stat(
        f"class.{one.now.key}", str(one.now.label), one.now.rate, Kind.RATE, before=before,
        before_label=_("Month before") if before is not None else "", change=one.change, better="down",
        query=f"{scope.tickets()}&class={one.now.key}",
    )  # fmt: skip


def _target_note(total: Comparison, *, is_partial: bool) -> str:
    if total.target is None:
        return _("No target is set for this region and month.")
    if total.meets_target is None or is_partial:
        return ""
    return _("met") if total.meets_target else _("exceeded")


def _findings(found: Overview) -> list[str]:
    said = [*_target_words(found.total), *_year_words(found.total), *_class_words(found), *_region_words(found), *_cause_words(found)]
    points = found.resolution
    if points.tickets:
        text = _("Of {count} solved or closed tickets 80% were done within {eighty} hours, 95% within {late} hours.")
        hours = (f"{seconds / HOUR:.1f}" if seconds is not None else "—" for seconds in (points.eighty, points.ninety_five))
        said.append(text.format(count=count(points.tickets), **dict(zip(("eighty", "late"), hours, strict=True))))
    return said


def _target_words(total: Comparison) -> list[str]:
    if total.meets_target is None or total.now.is_partial:
        return []
    verdict = _("The target of {target} is met.") if total.meets_target else _("The target of {target} is exceeded.")
    return [verdict.format(target=rate(total.target))]


def _year_words(total: Comparison) -> list[str]:
    if total.change_on_year is None or total.last_year is None:
        return []
    text = _("Against the same month last year ({rate}) the rate is {change}.")
    return [text.format(rate=rate(total.last_year.rate), change=moved(total.change_on_year))]


def _class_words(found: Overview) -> list[str]:
    changed = [one for one in found.classes if one.change is not None and one.now.complaints]
    if not changed:
        return []
    most = max(changed, key=lambda one: abs((one.now.rate or 0) - (one.before.rate or 0 if one.before else 0)))
    text = _("The largest move is in {name}: {rate} per 10,000, {change}.")
    return [text.format(name=most.now.label, rate=rate(most.now.rate), change=moved(most.change))]


def _region_words(found: Overview) -> list[str]:
    ranked = [one for one in found.ranking if one.now.rate is not None]
    if len(ranked) < 2:
        return []
    first, last = ranked[0], ranked[-1]
    text = _("Highest rate: {first} ({first_rate}); lowest: {last} ({last_rate}).")
    return [
        text.format(
            first=first.region.display_name, first_rate=rate(first.now.rate), last=last.region.display_name, last_rate=rate(last.now.rate)
        )
    ]


def _cause_words(found: Overview) -> list[str]:
    if not found.causes.total:
        return []
    first = next((cause for cause in found.causes.causes if cause.key in STATED), None)
    if first is None:
        return []
    within = next((side.share for side in found.causes.sides if side.key == "within_control"), 0.0)
    text = _("The commonest cause is {cause} ({share}); {within} of all complaints lay within control.")
    return [text.format(cause=first.label, share=share(first.share), within=share(within))]


def _hours(seconds: float | None) -> float | None:
    return None if seconds is None else seconds / HOUR
