"""Findings in words, and the ticket's texts with the words marked that gave them away: masked first, the marks moved along."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from portalkit.access.selectors import Access
from portalkit.ui.panels.figures import Stat, stat
from portalkit.vault.domain.masking import mask_text, masked_place

from ..domain.quality.rules import RuleCode
from ..models import Finding, Ticket
from ..models.labels import CAUSE_LABELS
from ..permissions import ComplaintsPermission
from ..selectors.inspection import Judged, QualityAnalysis, TicketInspection

HOUR = 3600
TEXTS = ("content", "prehandling", "cause_path", "measures", "explanation", "result", "not_contacted_reason")
FACTS = (
    "status",
    "department",
    "scenario",
    "network",
    "solved",
    "contacted",
    "accepted_at",
    "dispatched_at",
    "taken_at",
    "replied_at",
    "resolved_at",
    "planned_at",
    "closed_at",
    "handling_seconds",
)
_TONES = {1: "neutral", 2: "warn", 3: "bad"}


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `findings` are those whose words it belongs to."""

    text: str
    findings: tuple[int, ...] = ()


@dataclass(frozen=True)
class MarkedText:
    field: str
    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class MarkedFact:
    """`kind` as in the facts of a ticket page; `is_marked`: some finding is about it."""

    label: str
    value: Any
    kind: str
    is_marked: bool


@dataclass(frozen=True)
class FindingCard:
    judged: Judged
    message: str
    tone: str

    @property
    def finding(self) -> Finding:
        return self.judged.finding


@dataclass(frozen=True)
class InspectionPanel:
    """A ticket and what is wrong with it, side by side."""

    inspection: TicketInspection
    texts: tuple[MarkedText, ...]
    facts: tuple[MarkedFact, ...]
    cards: tuple[FindingCard, ...]

    @property
    def suggestion(self) -> str:
        """An opinion to start from: what stands, one line each."""
        standing = [card for card in self.cards if card.judged.verdict != Finding.Verdict.REJECTED]
        line = _("{number}. {rule}: {message}")
        return "\n".join(
            line.format(number=number, rule=card.finding.get_rule_display(), message=card.message)
            for number, card in enumerate(standing, 1)
        )


def inspection_panel(inspection: TicketInspection) -> InspectionPanel:
    rows = [one.finding for one in inspection.findings]
    return InspectionPanel(
        inspection=inspection,
        texts=tuple(_texts(inspection.ticket, rows)),
        facts=tuple(_facts(inspection.ticket, {row.field for row in rows})),
        cards=tuple(FindingCard(one, message(one.finding), _TONES.get(one.finding.severity, "neutral")) for one in inspection.findings),
    )


def message(finding: Finding) -> str:
    """What is wrong, in the reader's language; never a whole number of a subscriber."""
    if finding.note:
        return finding.masked_note
    say = _MESSAGES.get(finding.rule)
    return say(finding) if say else finding.masked_words


def field_label(name: str) -> str:
    return str(Ticket._meta.get_field(name).verbose_name) if name else ""  # type: ignore[union-attr]


def pieces(text: str, findings: Sequence[Finding]) -> tuple[Piece, ...]:
    """The masked text, cut where marks begin and end. A finding whose words no longer stand at its place marks nothing."""
    masked = mask_text(text)
    spans = [
        (masked_place(text, one.start), masked_place(text, one.end), one.pk)
        for one in findings
        if one.start is not None and one.end is not None and one.words and text[one.start : one.end].startswith(one.words)
    ]
    cuts = sorted({0, len(masked), *(place for start, end, _pk in spans for place in (start, end))})
    return tuple(
        Piece(masked[start:end], tuple(pk for low, high, pk in spans if low <= start and end <= high)) for start, end in pairwise(cuts)
    )


def inspection_tabs(access: Access, current: str) -> tuple[tuple[str, str, bool], ...]:
    """The pages of inspection that the caller may open."""
    every = (
        ("inspection", _("Samples"), ComplaintsPermission.INSPECT),
        ("findings", _("Findings"), ComplaintsPermission.VIEW),
        ("returned", _("Returned tickets"), ComplaintsPermission.VIEW),
        ("quality", _("Quality analysis"), ComplaintsPermission.VIEW),
        ("inspection_report", _("Workload and agreement"), ComplaintsPermission.INSPECT),
    )
    tabs = [(label, reverse(f"complaints:{name}"), name == current) for name, label, needed in every if access.can(needed)]
    if access.everywhere(ComplaintsPermission.MANAGE_RULES):
        tabs.append((_("Rules"), reverse("complaints:inspection_rules"), current == "inspection_rules"))
    return tuple(tabs)


def quality_stats(found: QualityAnalysis, *, link: Callable[..., str]) -> tuple[Stat, ...]:
    """The cards above the charts; `link` makes the address of the findings list."""
    now, before = found.summary.total, found.before
    before_label = _("Month before") if before.tickets else ""
    return (
        stat(label=_("Tickets inspected"), value=now.tickets or None, before=before.tickets or None, before_label=before_label),
        stat(
            label=_("Mean score"),
            value=now.mean_score,
            digits=1,
            before=before.mean_score,
            before_label=before_label,
            better="up",
        ),
        stat(
            label=_("Tickets with findings"),
            value=now.faulty_share,
            kind="percent",
            url=link(),
            note=_("{count} findings").format(count=f"{now.findings:,}"),
        ),
        stat(label=_("Share of cause “other”"), value=now.other_share, kind="percent", url=link(rule=RuleCode.CAUSE_OTHER)),
        stat(label=_("Share of solved"), value=now.solved_share, kind="percent"),
        stat(label=_("Returned to the department"), value=found.summary.returned, url=reverse("complaints:returned")),
    )


def _texts(ticket: Ticket, findings: Sequence[Finding]) -> Iterator[MarkedText]:
    for name in TEXTS:
        text = getattr(ticket, name)
        about = [one for one in findings if one.field == name]
        if text or about:
            yield MarkedText(name, field_label(name), pieces(text, about))


def _facts(ticket: Ticket, about: set[str]) -> Iterator[MarkedFact]:
    for name in FACTS:
        value: Any = ticket.get_status_display() if name == "status" else getattr(ticket, name)
        if name == "handling_seconds" and value is not None:
            yield MarkedFact(field_label(name), value / HOUR, "duration", name in about)
        elif value not in (None, "") or name in about:
            kind = "datetime" if isinstance(value, datetime) else "yesno" if isinstance(value, bool) else "text"
            yield MarkedFact(field_label(name), value, kind, name in about)


def _contradicted(finding: Finding) -> str:
    stated, other = (str(CAUSE_LABELS.get(finding.detail.get(key, ""), "")) for key in ("stated", "speaks_for"))
    return _("The ticket says “{stated}”, the reply “{words}” speaks for “{other}”.").format(
        stated=stated, words=finding.masked_words, other=other
    )


def _not_reached(finding: Finding) -> str:
    if finding.words:
        return _("“{words}”, and no next step is written down.").format(words=finding.masked_words)
    return _("The customer was not contacted, and no next step is written down.")


def _prehandling(finding: Finding) -> str:
    if finding.words.strip():
        return _("The service desk wrote only “{words}”.").format(words=finding.masked_words)
    return _("The service desk wrote nothing.")


def _plan_past(finding: Finding) -> str:
    return _("Planned for {planned}, which is before the reply of {said}.").format(
        planned=_moment(finding.detail.get("planned")), said=_moment(finding.detail.get("said"))
    )


def _plan_far(finding: Finding) -> str:
    return _("Planned for {planned}, {days} days after the reply.").format(
        planned=_moment(finding.detail.get("planned")), days=finding.detail.get("days")
    )


def _copied(finding: Finding) -> str:
    return _("At least {count} other matters have the same reply; compare {ticket}.").format(
        count=finding.detail.get("others"), ticket=finding.detail.get("of")
    )


def _times(finding: Finding) -> str:
    detail = finding.detail
    if "earlier" in detail:
        return _("“{later}” lies {minutes} minutes before “{earlier}”.").format(
            later=field_label(detail["later"]), earlier=field_label(detail["earlier"]), minutes=detail["seconds"] // 60
        )
    return _("Stated are {stated} hours; the nearest span of the ticket's own times is {nearest} hours.").format(
        stated=f"{detail.get('stated', 0) / HOUR:.1f}", nearest=f"{detail.get('nearest', 0) / HOUR:.1f}"
    )


_MESSAGES: Mapping[str, Callable[[Finding], str]] = {
    RuleCode.CAUSE_OTHER: lambda _finding: _("The cause says nothing."),
    RuleCode.CAUSE_CONTRADICTED: _contradicted,
    RuleCode.VAGUE_TIME: lambda finding: _("“{words}” without a day until when.").format(words=finding.masked_words),
    RuleCode.NOT_REACHED: _not_reached,
    RuleCode.FIELD_MISSING: lambda finding: _("“{field}” is empty.").format(field=field_label(finding.field)),
    RuleCode.PREHANDLING_SKIPPED: _prehandling,
    RuleCode.PLAN_PAST: _plan_past,
    RuleCode.PLAN_FAR: _plan_far,
    RuleCode.REPLY_COPIED: _copied,
    RuleCode.TIMES_CONFLICT: _times,
}


def _moment(text: str | None) -> str:
    return f"{localtime(datetime.fromisoformat(text)):%Y-%m-%d %H:%M}" if text else "–"
