"""The pass of early warning: after imports, every morning, and when somebody asks."""

from dataclasses import asdict
from datetime import time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portalkit.access.selectors import system_access
from portalkit.jobs.domain.schedules import Schedule, register
from portalkit.jobs.services import JobRun
from portalkit.jobs.tasks import job

from ..permissions import ComplaintsPermission
from ..selectors.warning_findings import look_for_warnings
from ..selectors.warning_series import warning_rules
from ..services.warning import WARN, keep_warnings


@job(WARN, queue="default", label=_("Look for early warnings"))
def warn(run: JobRun) -> None:
    """Looks at all regions, then keeps the signals and sets the alarms at once."""
    access = system_access(run.actor, [ComplaintsPermission.VIEW])
    today = timezone.localdate(run.now())
    found = look_for_warnings(access, today=today, rules=warning_rules(), on_region=run.progress)
    result: dict[str, Any] = {"charts": found.charts, "watches": found.watches}
    with run.commit(result):
        result.update(asdict(keep_warnings(found=found, by=run.actor, now=run.now())))


register(Schedule(code=WARN, kind=WARN, at=time(6, 20)))
