"""Demand and history in words."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from portalkit.ui.panels.figures import Stat, stat

from ..domain.history.verdict import Grade, Reason, Verdict, Why
from ..selectors.demand import Demand

GRADE_TONES = {Grade.GOOD: "good", Grade.FAIR: "info", Grade.POOR: "warn", Grade.UNUSABLE: "bad"}


@dataclass(frozen=True)
class VerdictPanel:
    title: str
    tone: str
    first_day: date | None
    last_day: date | None
    reasons: tuple[str, ...]


def demand_stats(found: Demand) -> tuple[Stat, ...]:
    sums, drift = found.sums, found.drift
    growth_note = ""
    if drift.low is not None and drift.high is not None:
        growth_note = _("{low} to {high}").format(low=f"{drift.low:+.1%}", high=f"{drift.high:+.1%}")
        growth_note += "" if drift.is_certain else _(", not certain")
    return (
        stat(label=_("Calls a day"), value=sums.a_day, digits=0, note=_("{count} calls").format(count=f"{sums.calls:,}")),
        stat(label=_("Handling time"), value=sums.aht_seconds, digits=0, unit=_("s")),
        stat(label=_("Share answered"), value=sums.answered_share, kind="percent"),
        stat(label=_("Answered within 20 s"), value=sums.in_target_share, kind="percent", note=_("of the calls offered")),
        stat(label=_("Growth a year"), value=drift.a_year, kind="percent", note=growth_note),
        stat(label=_("Last 28 days"), value=_change(drift.recent), kind="percent", note=_last_year(drift.year_ago)),
    )


def shape_stats(found: Demand) -> tuple[Stat, ...]:
    """What the forecast can hold on to."""
    return (
        stat(label=_("Strength of the week"), value=found.strength.week, digits=2, note=_("0 none, 1 all")),
        stat(label=_("Strength of the year"), value=found.strength.year, digits=2, note=_("needs two years")),
        stat(label=_("Scatter about usual"), value=found.expected.sigma, kind="percent"),
        stat(label=_("Poisson floor"), value=found.poisson_floor, kind="percent", note=_("no daily error can be smaller")),
    )


def verdict_panel(verdict: Verdict) -> VerdictPanel:
    titles = {
        Grade.GOOD: _("Good to forecast from"),
        Grade.FAIR: _("Fair to forecast from"),
        Grade.POOR: _("Just enough to forecast from"),
        Grade.UNUSABLE: _("No forecast can be made from it"),
    }
    return VerdictPanel(
        title=titles[verdict.grade],
        tone=GRADE_TONES[verdict.grade],
        first_day=verdict.first_day,
        last_day=verdict.last_day,
        reasons=tuple(reason_text(reason) for reason in verdict.reasons),
    )


def reason_text(reason: Reason) -> str:
    texts = {
        Why.NO_DATA: _("No day of this queue is known."),
        Why.TOO_SHORT: _("{days} days are too few; {needed} are needed."),
        Why.FEW_WEEKS: _("{days} days show the week hardly; from {needed} on it is learned well."),
        Why.NO_YEAR: _("{days} days do not show the year; from {needed} on it is learned."),
        Why.STARTS_AFTER_GAP: _("Earlier days are cut off by a hole of {days} days from {first}."),
        Why.STARTS_AFTER_LENGTH_CHANGE: _("Earlier days have intervals of {before} min, later ones of {after}."),
        Why.HOLES: _("{gaps} holes, {days} days not whole ({share})."),
        Why.OUTLIERS: _("{days} outlier days are left out."),
        Why.STALE: _("The last day, {last}, is {days} days old."),
        Why.WHOLE: _("{days} days without a fault."),
    }
    return texts[reason.why].format(**{name: _shown(name, value) for name, value in reason.params.items()})


def demand_tabs(current: str, query: str) -> list[tuple[str, str, bool]]:
    """Demand and history of the same queue."""
    pages = (("demand", _("Demand analysis")), ("history", _("Call history")))
    return [(label, f"{reverse(f'scheduling:{name}')}?{query}", name == current) for name, label in pages]


def _shown(name: str, value: object) -> str:
    if name == "share" and isinstance(value, float):
        return f"{value:.1%}"
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)


def _change(ratio: float | None) -> float | None:
    return None if ratio is None else ratio - 1


def _last_year(ratio: float | None) -> str:
    """The 28 days before are what the tile compares with; last year stands in its note."""
    return (
        _("against the 28 before")
        if ratio is None
        else _("against the 28 before; {change} on last year").format(change=f"{ratio - 1:+.1%}")
    )
