"""Rows of the tables of early warning, in words and tones."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..domain.funnel import Verdict
from ..domain.rates import Interval
from ..domain.signals import RISING, Grade, Method
from ..models import WarningSignal
from ..models.labels import CLASS_LABELS
from ..selectors.warning import Compared, Placed
from ..selectors.warning_overview import Concern
from ..services.warning import chart_url

GRADE_TONES = {Grade.CRITICAL: "bad", Grade.MAJOR: "bad", Grade.MINOR: "warn", Grade.WARNING: "info"}
VERDICT_LABELS = {
    Verdict.FAR_ABOVE: gettext_lazy("far above"),
    Verdict.ABOVE: gettext_lazy("above"),
    Verdict.INSIDE: gettext_lazy("not distinguishable"),
    Verdict.BELOW: gettext_lazy("below"),
    Verdict.FAR_BELOW: gettext_lazy("far below"),
}
VERDICT_TONES = {
    Verdict.FAR_ABOVE: "bad",
    Verdict.ABOVE: "warn",
    Verdict.INSIDE: "neutral",
    Verdict.BELOW: "good",
    Verdict.FAR_BELOW: "good",
}


@dataclass(frozen=True)
class SignalRow:
    """A signal with its words, its tone and the chart that explains it."""

    signal: WarningSignal
    tone: str
    excess: float
    url: str


@dataclass(frozen=True)
class ConcernRow:
    """A region and class with everything that is open there."""

    concern: Concern
    class_label: Any
    rows: Sequence[SignalRow]

    @property
    def worst(self) -> SignalRow:
        return self.rows[0]


@dataclass(frozen=True)
class PlacedRow:
    """A region of the funnel; `low` and `high` bound what is not distinguishable at its size."""

    placed: Placed
    rate: float | None
    low: float | None
    high: float | None
    verdict: Any
    tone: str
    url: str
    tickets_url: str


@dataclass(frozen=True)
class ComparedRow:
    """A line of the comparison of two periods, in the page's unit."""

    compared: Compared
    label: Any
    before: float | None
    now: float | None
    ratio: float | None
    interval: Interval | None
    verdict: str
    tone: str
    tickets_url: str


def signal_tone(signal: WarningSignal) -> str:
    return GRADE_TONES[Grade(signal.severity)] if signal.severity else "good"


def signal_rows(signals: Iterable[WarningSignal]) -> list[SignalRow]:
    return [
        SignalRow(
            signal=one,
            tone=signal_tone(one),
            excess=one.ratio - 1,
            url=chart_url(Method(one.method), region=one.region, service_class=one.service_class, on=one.on),
        )
        for one in signals
    ]


def concern_rows(concerns: Iterable[Concern]) -> list[ConcernRow]:
    return [ConcernRow(concern=one, class_label=CLASS_LABELS[one.service_class], rows=signal_rows(one.signals)) for one in concerns]


def is_rise(signal: WarningSignal) -> bool:
    return Method(signal.method) in RISING


def placed_rows(placed: Iterable[Placed], *, per: int, page: Callable[[Placed], str], tickets: Callable[[Placed], str]) -> list[PlacedRow]:
    rows = []
    for one in placed:
        judged = one.judged
        rows.append(
            PlacedRow(
                placed=one,
                rate=judged.rate * per if judged else None,
                low=judged.bands[0].low * per if judged else None,
                high=judged.bands[0].high * per if judged else None,
                verdict=VERDICT_LABELS[judged.verdict] if judged else _("no subscribers"),
                tone=VERDICT_TONES[judged.verdict] if judged else "neutral",
                url=page(one),
                tickets_url=tickets(one),
            )
        )
    return rows


def compared_rows(found: Iterable[Compared], *, per: int, tickets: Callable[[Compared], str]) -> list[ComparedRow]:
    rows = []
    for one in found:
        verdict, tone = _verdict(one)
        rows.append(
            ComparedRow(
                compared=one,
                label=one.region.display_name if one.region else one.label,
                before=one.before.rate(per=per),
                now=one.now.rate(per=per),
                ratio=one.ratio.value if one.ratio else None,
                interval=one.ratio.interval if one.ratio else None,
                verdict=verdict,
                tone=tone,
                tickets_url=tickets(one),
            )
        )
    return rows


def _verdict(one: Compared) -> tuple[str, str]:
    ratio = one.ratio
    if ratio is None:
        return _("unknown"), "neutral"
    if not ratio.is_distinguishable:
        return _("not distinguishable"), "neutral"
    return (_("higher"), "bad") if ratio.low > 1 else (_("lower"), "good")
