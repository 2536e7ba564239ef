"""Supervision in words: durations, the watches of one ticket, the figures above the board."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from portalkit.access.selectors import Access
from portalkit.ui.panels.figures import Stat, stat

from ..domain.supervision.legacy import LegacyStanding, LegacyState
from ..domain.supervision.notices import NoticeState
from ..domain.supervision.stopwatch import Alarm, Reading, Watch, WatchState
from ..models import LegacyCase, SupervisionNotice, Ticket, TicketPause
from ..models.supervision import ALARM_LABELS, SOURCE_LABELS, STATE_LABELS, WATCH_LABELS
from ..models.tickets import ENDED
from ..permissions import ComplaintsPermission
from ..selectors.supervision import Board, cases_of_ticket, notices_of_ticket, ticket_watches

ALARM_TONES = {Alarm.NONE: "good", Alarm.AT_RISK: "warn", Alarm.OVERDUE: "bad"}
STATE_TONES = {WatchState.PAUSED: "neutral", WatchState.MET: "good", WatchState.MISSED: "bad", WatchState.UNKNOWN: "neutral"}
NOTICE_TONES = {NoticeState.OPEN: "warn", NoticeState.ANSWERED: "info", NoticeState.CLOSED: "neutral"}
STANDING_TONES = {
    LegacyStanding.PROPOSED: "info",
    LegacyStanding.DUE: "good",
    LegacyStanding.REVIEW: "warn",
    LegacyStanding.OVERDUE: "bad",
    LegacyStanding.SOLVED: "neutral",
    LegacyStanding.REFUSED: "neutral",
    LegacyStanding.REPLACED: "neutral",
}
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


@dataclass(frozen=True)
class WatchLine:
    """A watch of a ticket: name, state in words with its tone, share of the limit used, and what is left or was used in words."""

    label: str
    state: str
    tone: str
    share: float | None
    text: str
    reading: Reading
    source: str


@dataclass(frozen=True)
class TicketSupervision:
    """What the page of a ticket shows of supervision, and what its reader may do about it."""

    watches: tuple[WatchLine, ...]
    pause: TicketPause | None
    pauses: tuple[TicketPause, ...]
    notices: tuple[tuple[SupervisionNotice, str], ...]
    cases: tuple[tuple[LegacyCase, str], ...]
    can_supervise: bool
    can_propose: bool
    is_open: bool


def ticket_supervision(access: Access, ticket: Ticket, *, now: datetime) -> TicketSupervision:
    seen = ticket_watches(ticket, now=now)
    cases = cases_of_ticket(access, ticket, now=now)
    is_open = not (ticket.status in ENDED or ticket.closed_at or ticket.resolved_at)
    has_proposal = any(case.state == LegacyState.PROPOSED for case in cases)
    return TicketSupervision(
        watches=tuple(_line(reading) for reading in seen.readings),
        pause=seen.pause,
        pauses=seen.pauses,
        notices=tuple((notice, NOTICE_TONES[NoticeState(notice.state)]) for notice in notices_of_ticket(access, ticket)),
        cases=tuple((case, standing_tone(case)) for case in cases),
        can_supervise=access.covers(ComplaintsPermission.SUPERVISE, ticket.region),
        can_propose=is_open and not has_proposal and access.covers(ComplaintsPermission.ANSWER_NOTICES, ticket.region),
        is_open=is_open,
    )


def board_stats(found: Board, *, link: Callable[..., str], notices_url: str) -> tuple[Stat, ...]:
    """Overdue watches of each kind, with those at risk beside them; notices that nobody answered in time."""
    cards = [
        stat(
            label=_("Overdue: {watch}").format(watch=WATCH_LABELS[watch]),
            value=found.totals[watch].overdue,
            url=link(watch=watch.value, stands="overdue"),
            note=_("{at_risk} at risk, {running} running").format(
                at_risk=f"{found.totals[watch].at_risk:,}", running=f"{found.totals[watch].running:,}"
            ),
        )
        for watch in Watch
    ]
    note = _("{open} open, {answered} answered").format(open=f"{found.notices.open:,}", answered=f"{found.notices.answered:,}")
    return (*cards, stat(label=_("Notices past their time"), value=found.notices.unanswered, url=notices_url, note=note))


def duration_text(seconds: int) -> str:
    """`2 d 3 h`, `3 h 20 min` or `20 min`, of an amount without its sign."""
    amount = abs(seconds)
    if amount >= _DAY:
        return _("{days} d {hours} h").format(days=amount // _DAY, hours=amount % _DAY // _HOUR)
    if amount >= _HOUR:
        return _("{hours} h {minutes} min").format(hours=amount // _HOUR, minutes=amount % _HOUR // _MINUTE)
    return _("{minutes} min").format(minutes=amount // _MINUTE)


def standing_tone(case: LegacyCase) -> str:
    """Of a case out of the pool's selector."""
    return STANDING_TONES[LegacyStanding(getattr(case, "standing"))]  # noqa: B009 - annotated


def _line(reading: Reading) -> WatchLine:
    is_running = reading.state is WatchState.RUNNING or (reading.state is WatchState.PAUSED and reading.alarm is Alarm.OVERDUE)
    return WatchLine(
        label=str(WATCH_LABELS[reading.watch]),
        state=str(ALARM_LABELS[reading.alarm] if is_running else STATE_LABELS[reading.state]),
        tone=ALARM_TONES[reading.alarm] if is_running else STATE_TONES[reading.state],
        share=reading.share,
        text=_words(reading),
        reading=reading,
        source=str(SOURCE_LABELS[reading.source]),
    )


def _words(reading: Reading) -> str:
    if reading.elapsed is None or reading.remaining is None:
        return _("not known") if reading.stopped_at is None or reading.started_at is None else ""
    if reading.state in (WatchState.MET, WatchState.MISSED):
        return _("took {time}").format(time=duration_text(reading.elapsed))
    if reading.alarm is Alarm.OVERDUE:
        return _("{time} past the limit").format(time=duration_text(reading.remaining))
    return _("{time} left").format(time=duration_text(reading.remaining))
