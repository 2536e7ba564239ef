"""A special topic in words: tiles, phrases, places, cells, measures and examples, each with the tickets behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portalkit.periods.domain.calendar import Period
from portalkit.ui.panels.figures import Stat, stat
from portalkit.vault.domain.masking import mask_text
from portalkit.vault.services import open_sealed

from ..domain.topics.measures import Doubt, Verdict
from ..domain.topics.terms import terms_of, terms_text
from ..domain.topics.texts import without_names
from ..models import Ticket, Topic
from ..models.labels import CAUSE_LABELS, CLASS_LABELS, SIDE_LABELS, TYPE_LABELS, Label
from ..selectors.topics import CellSpot, MeasureEffect, PhraseCount, Place, TopicSummary

VERDICTS = {
    Verdict.FELL: (gettext_lazy("fell beyond chance"), "good"),
    Verdict.ROSE: (gettext_lazy("rose beyond chance"), "bad"),
    Verdict.NOT_DISTINGUISHABLE: (gettext_lazy("not distinguishable"), "neutral"),
    Verdict.UNKNOWN: (gettext_lazy("nothing to compare"), "neutral"),
}
DOUBTS = {
    Doubt.TOO_SHORT: gettext_lazy("Less than two weeks on either side."),
    Doubt.TOO_FEW: gettext_lazy("Fewer than 20 complaints: chance hides all but the largest effects."),
    Doubt.SEASON: gettext_lazy("The topic changed at this time of the last year too: the season may have done it."),
    Doubt.SEASON_UNKNOWN: gettext_lazy("The windows lie in different seasons, and no data of the last year tell what that does."),
    Doubt.NO_COMPARISON: gettext_lazy("The topic has no complaints elsewhere to compare with."),
}


class TopicLinks:
    """The addresses behind the numbers of one snapshot."""

    def __init__(self, topic: Topic, summary: TopicSummary) -> None:
        self._topic, self._days = topic, summary.days
        days = {"accepted_from": self._days.first_day, "accepted_to": self._days.last_day}
        self._parameters = topic.parameters(last=self._days.last_day) | days

    def tickets(self, **narrowed: object) -> str:
        return f"{reverse('complaints:tickets')}?{urlencode(self._parameters | narrowed, doseq=True)}"

    def of_period(self, period: Period) -> str:
        first, last = max(period.first_day, self._days.first_day), min(period.last_day, self._days.last_day)
        return self.tickets(accepted_from=first, accepted_to=last)

    def of_place(self, place: Place) -> str:
        return self.tickets(region=place.region.code)

    def of_cell(self, cell: CellSpot) -> str:
        return self.tickets(cell=f"={cell.cell}")

    def of_phrase(self, phrase: PhraseCount) -> str:
        return self.tickets(all=terms_text((*terms_of(self._topic.all_terms), phrase.text)))

    def narrowed(self, phrase: PhraseCount) -> str:
        """The form for a new topic that holds the phrase too."""
        return f"{reverse('complaints:new_topic')}?{urlencode({'topic': self._topic.pk, 'word': phrase.text})}"


@dataclass(frozen=True)
class PhraseRow:
    phrase: PhraseCount
    url: str
    narrow_url: str


@dataclass(frozen=True)
class EffectRow:
    """A measure with what came of it, in words."""

    one: MeasureEffect
    per_day: tuple[float, float] | None
    verdict: str
    tone: str
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class Example:
    ticket: Ticket
    url: str
    text: str


def about(topic: Topic) -> list[tuple[str, str]]:
    """What the topic is narrowed by, in words."""
    codes = [
        (_("Type"), _labels(topic, "type", TYPE_LABELS)),
        (_("Class"), _labels(topic, "class", CLASS_LABELS)),
        (_("Cause"), _labels(topic, "cause", CAUSE_LABELS)),
        (_("Control"), _labels(topic, "side", SIDE_LABELS)),
        (_("Channel"), ", ".join(topic.filters.get("channel", []))),
    ]
    words = [
        (_("Any of these words"), topic.any_terms),
        (_("All of these words"), topic.all_terms),
        (_("None of these words"), topic.none_terms),
        (_("Places"), topic.places),
        (_("Cells"), topic.cells),
    ]
    return [(label, text) for label, text in (*codes, *words) if text]


def topic_stats(found: TopicSummary, links: TopicLinks) -> tuple[Stat, ...]:
    over = sum(place.spot.is_over_represented for place in found.counties)
    return (
        stat(label=_("Complaints"), value=found.tickets, url=links.tickets()),
        stat(label=_("A day"), value=found.per_day, digits=1),
        stat(label=_("Share of all complaints"), value=found.share, kind="percent"),
        stat(label=_("Over-represented regions"), value=over, note=_("of {count} with complaints").format(count=len(found.counties))),
        stat(label=_("Complaints a cell"), value=found.cell_mean, digits=2, note=_("{count} cells").format(count=f"{found.cells_known:,}")),
    )


def phrase_rows(found: TopicSummary, links: TopicLinks) -> list[PhraseRow]:
    return [PhraseRow(phrase, links.of_phrase(phrase), links.narrowed(phrase)) for phrase in found.phrases]


def place_rows(found: TopicSummary, links: TopicLinks) -> list[tuple[Place, str]]:
    """The parts of the topic's region, by number."""
    return [(place, links.of_place(place)) for place in found.places]


def county_rows(found: TopicSummary, links: TopicLinks, *, most: int) -> list[tuple[Place, str]]:
    """Over-represented regions first, the surest on top, then by number; none where they are the parts themselves."""
    parts = {place.region for place in found.places}
    deeper = [place for place in found.counties if place.region not in parts and place.region != found.topic.region and place.spot.observed]
    ranked = sorted(deeper, key=lambda place: (not place.spot.is_over_represented, -(place.spot.low or 0), -place.spot.observed))
    return [(place, links.of_place(place)) for place in ranked[:most]]


def cell_rows(found: TopicSummary, links: TopicLinks) -> list[tuple[CellSpot, str]]:
    return [(cell, links.of_cell(cell)) for cell in found.cells]


def effect_rows(found: TopicSummary) -> list[EffectRow]:
    return [_effect_row(one) for one in found.effects]


def examples(found: TopicSummary, *, of: Callable[[Ticket], str]) -> list[Example]:
    """Texts of some tickets without numbers and names."""
    return [Example(ticket, of(ticket), _text(ticket)) for ticket in found.examples]


def _labels(topic: Topic, name: str, labels: Mapping[str, Label]) -> str:
    return " / ".join(str(labels.get(code, code)) for code in topic.filters.get(name, []))


def _effect_row(one: MeasureEffect) -> EffectRow:
    if one.effect is None:
        return EffectRow(one, None, _("No days yet on one of the sides."), "neutral", ())
    words, tone = VERDICTS[one.effect.verdict]
    per_day = one.effect.here.before / one.effect.days, one.effect.here.after / one.effect.days
    return EffectRow(one, per_day, str(words), tone, tuple(str(DOUBTS[doubt]) for doubt in one.effect.doubts))


def _text(ticket: Ticket) -> str:
    return without_names(mask_text(ticket.content), name=open_sealed(ticket.customer_name_sealed or b""))
