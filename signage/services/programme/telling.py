"""Messages of the programme: whoever is to decide hears of what waits, its author of what was decided."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portalkit.access.models import User
from portalkit.approvals.domain.steps import ApprovalState
from portalkit.notify.services import notify

from ...domain.days import usual_day
from ...models import ScheduleRevision
from ...selectors.waiting import approvers


def tell_approvers(revision: ScheduleRevision, *, now: datetime) -> None:
    """Those nearest to the schedule who may decide hear that it waits."""
    is_emergency = revision.severity is not None
    with translation.override(settings.LANGUAGE_CODE):
        text = _("Emergency on screens, to be reviewed: {title}") if is_emergency else _("Schedule to approve: {title}")
    for user in approvers(revision.schedule.region, author=revision.author, on=usual_day(now)):
        _tell(revision, user, text, now=now, body=revision.reason)


def tell_author(revision: ScheduleRevision, *, now: datetime) -> None:
    """What was decided, with the words of whoever did."""
    is_right = revision.state == ApprovalState.APPROVED
    with translation.override(settings.LANGUAGE_CODE):
        if revision.severity is not None:
            text = _("Your emergency was confirmed: {title}") if is_right else _("Your emergency was taken off the screens: {title}")
        else:
            text = _("Your schedule is approved and on air: {title}") if is_right else _("Your schedule was sent back: {title}")
    _tell(revision, revision.author, text, now=now, body=revision.decision_note)


def _tell(revision: ScheduleRevision, user: User, text: str, *, now: datetime, body: str) -> None:
    url = reverse("signage:schedule", args=[revision.schedule_id])
    key = f"signage.revision {revision.stamp} {revision.state}"
    notify(user=user, subject=text.format(title=revision.title), body=body, url=url, key=key, now=now)
