"""Tells the subscribers of a report that a version is published, with the files that they want."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from portalkit.access.selectors import access_of_user
from portalkit.notify.services import LARGEST_ATTACHMENTS, Attached, notify
from portalkit.periods.domain.calendar import local_day

from ..domain.encoding import from_json
from ..domain.naming import CONTENT_TYPES, ReportFormat
from ..models import ReportFile, ReportVersion, Subscription
from ..selectors.rights import may_read


def tell_subscribers(*, version: ReportVersion, now: datetime) -> int:
    """One message to every subscriber who may read the report today; whoever lost that right gets nothing. Returns how many.

    Runs in the transaction that publishes. Files that are too large for a mail are left out, and the message says so.
    """
    report = version.report
    today = local_day(now)
    told = 0
    wanted = Subscription.objects.filter(kind=report.kind, region=report.region, language=report.language, user__is_active=True)
    files = {file.file_format: file for file in version.files.select_related("stored")}
    for subscription in wanted.select_related("user").order_by("pk"):
        if may_read(access_of_user(subscription.user, on=today), kind=report.kind, region=report.region):
            chosen = [files[name] for name in subscription.formats if name in files]
            _tell(version, subscription, chosen, now)
            told += 1
    return told


def _tell(version: ReportVersion, subscription: Subscription, files: list[ReportFile], now: datetime) -> None:
    document = from_json(version.document)
    is_too_large = sum(file.stored.size for file in files) > LARGEST_ATTACHMENTS
    with override(document.language or settings.LANGUAGE_CODE):
        lines = [section.finding for section in document.sections[:1]]
        if document.notice:
            lines.append(document.notice)
        if is_too_large:
            lines.append(_("The files are too large for a mail; they stand in the portal."))
        subject = _("{title} {period}, {region}, version {number}").format(
            title=document.title, period=document.period_label, region=document.region_label, number=version.number
        )
    notify(
        user=subscription.user,
        subject=subject,
        body="\n".join(lines),
        url=reverse("reports:version", args=[version.report_id, version.number]),
        key=f"reports.published {version.pk}",
        now=now,
        attachments=[] if is_too_large else [_attached(file) for file in files],
    )


def _attached(file: ReportFile) -> Attached:
    return Attached(file=file.stored, name=file.name, content_type=CONTENT_TYPES[ReportFormat(file.file_format)])
