"""The lines of the start page for complaint work."""

from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portalkit.access.selectors import Access
from portalkit.ui.domain.tones import Tone
from portalkit.ui.panels.waiting import Waiting

from ..domain.contest import State
from ..domain.supervision.legacy import LegacyStanding
from ..domain.supervision.notices import NoticeState
from ..filters.supervision import OVERDUE
from ..models import InspectionResult
from ..selectors.waiting import Work, waiting


class _Line(NamedTuple):
    label: str | Promise
    url_name: str
    query: dict[str, str]
    icon: str
    tone: Tone = Tone.INFO


_LINES = {
    Work.OVERDUE: _Line(_("Stop-watches overdue"), "watches", {"stands": OVERDUE, "region": ""}, "clock", Tone.BAD),
    Work.NOTICES_TO_ANSWER: _Line(_("Supervision notices without an answer"), "notices", {"state": NoticeState.OPEN}, "bell", Tone.WARN),
    Work.RETURNS_TO_ANSWER: _Line(
        _("Returned tickets without an answer"), "returned", {"state": InspectionResult.State.RETURNED}, "undo", Tone.WARN
    ),
    Work.NOTICES_TO_CLOSE: _Line(_("Answered notices to close"), "notices", {"state": NoticeState.ANSWERED}, "check"),
    Work.RETURNS_TO_CHECK: _Line(_("Answers to check"), "returned", {"state": InspectionResult.State.ANSWERED}, "check"),
    Work.TO_INSPECT: _Line(_("Sampled tickets to inspect"), "inspection", {}, "search"),
    Work.CASES_TO_DECIDE: _Line(_("Long-planned cases to decide on"), "legacy", {"standing": LegacyStanding.PROPOSED}, "clock"),
    Work.FAULTS_TO_DECIDE: _Line(_("Contest entries to decide on"), "contest_entries", {"state": State.ENTERED}, "trophy"),
}


def waiting_lines(access: Access, *, now: datetime) -> list[Waiting]:
    """What waits for the caller, most pressing first."""
    found = waiting(access, now=now)
    return [_read(_LINES[work], found[work]) for work in Work if work in found]


def _read(line: _Line, count: int) -> Waiting:
    query = f"?{urlencode(line.query)}" if line.query else ""
    return Waiting(str(line.label), count, reverse(f"complaints:{line.url_name}") + query, line.icon, line.tone)
