"""Publishes a version: with its approved commentary, new files, once and for good."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from portalkit.approvals.domain.steps import ApprovalState
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.jobs.models import Job
from portalkit.jobs.services import enqueue

from ..adapters import write_file
from ..domain import document as documents
from ..domain.encoding import from_json, to_json
from ..domain.naming import ReportFormat
from ..models import Commentary, ReportVersion, VersionState
from .generating import keep_files, moment_text, name_of
from .sending import tell_subscribers

PUBLISH = "reports.publish"


class AlreadyPublished(Exception):
    """A published version stays as it is."""


class NotNewest(Exception):
    """There is a later version of this report."""


class CommentaryPending(Exception):
    """`count` commentaries are not approved; they must be, or be left out on purpose."""

    def __init__(self, count: int) -> None:
        super().__init__(str(count))
        self.count = count


class CommentaryChanged(Exception):
    """Commentary changed while the files were written; publishing starts over."""


@dataclass(frozen=True)
class Prepared:
    """A version ready to be published. `approved` are the commentaries in it, with the time of their approval."""

    version_id: int
    document: documents.Document
    files: Mapping[str, bytes]
    approved: frozenset[tuple[int, datetime | None]]
    published_at: datetime


@transaction.atomic
def request_publication(*, version: ReportVersion, leaves_out: bool, by: Actor, now: datetime) -> Job:
    """Puts the publication in line. Raises AlreadyPublished, NotNewest, and CommentaryPending unless `leaves_out`."""
    found = ReportVersion.objects.select_for_update(of=("self",)).select_related("report__region").get(pk=version.pk)
    _refuse_unfit(found)
    pending = found.commentaries.exclude(state=ApprovalState.APPROVED).count()
    if pending and not leaves_out:
        raise CommentaryPending(pending)
    title = _("Publish {report}").format(report=found)
    return enqueue(
        kind=PUBLISH,
        key=str(found.pk),
        title=title,
        params={"version": found.pk, "leaves_out": leaves_out},
        by=by,
        region=found.region,
        now=now,
        result_url=reverse("reports:version", args=[found.report_id, found.number]),
    )


def publish(*, version_id: int, leaves_out: bool, by: Actor, now: datetime) -> ReportVersion:
    """Prepares and finishes in one go. Raises what they raise."""
    return finish(prepare(version_id=version_id, by=by, now=now), leaves_out=leaves_out, by=by, now=now)


def prepare(*, version_id: int, by: Actor, now: datetime) -> Prepared:
    """Writes the files as they will be published. Changes nothing. Raises AlreadyPublished, NotNewest."""
    version = ReportVersion.objects.select_related("report__region").get(pk=version_id)
    _refuse_unfit(version)
    approved = list(_approved(version))
    said = {one.section: _commentary(one) for one in approved}
    document = from_json(version.document).with_commentary(said)
    with override(document.language):
        stamp = documents.Stamp(
            version.number,
            str(VersionState.PUBLISHED.label),
            moment_text(version.built_at),
            version.built_by,
            moment_text(now),
            name_of(by),
        )
    return Prepared(
        version_id=version.pk,
        document=document,
        files={str(file_format): write_file(document, stamp, file_format=file_format) for file_format in ReportFormat},
        approved=frozenset((one.pk, one.decided_at) for one in approved),
        published_at=now,
    )


@transaction.atomic
def finish(prepared: Prepared, *, leaves_out: bool, by: Actor, now: datetime) -> ReportVersion:
    """The version is published, its files are those prepared, and its subscribers are told.

    Raises AlreadyPublished, NotNewest, CommentaryChanged, and CommentaryPending unless `leaves_out`.
    """
    version = ReportVersion.objects.select_for_update(of=("self",)).select_related("report__region").get(pk=prepared.version_id)
    _refuse_unfit(version)
    if frozenset((one.pk, one.decided_at) for one in _approved(version)) != prepared.approved:
        raise CommentaryChanged
    left_out = version.commentaries.exclude(state=ApprovalState.APPROVED)
    if left_out.exists() and not leaves_out:
        raise CommentaryPending(left_out.count())
    keep_files(version, prepared.files, now=now)
    version.state, version.document = VersionState.PUBLISHED, to_json(prepared.document)
    version.published_at, version.published_by = prepared.published_at, name_of(by)
    version.save(update_fields=["state", "document", "published_at", "published_by"])
    detail = {"number": version.number, "commentaries": len(prepared.approved), "left_out": left_out.count()}
    record(by=by, action="reports.publish", on=version, region_code=version.region.code, detail=detail, at=now)
    tell_subscribers(version=version, now=now)
    return version


def _refuse_unfit(version: ReportVersion) -> None:
    if version.is_published:
        raise AlreadyPublished
    if ReportVersion.objects.filter(report=version.report_id, number__gt=version.number).exists():
        raise NotNewest


def _approved(version: ReportVersion) -> list[Commentary]:
    return list(version.commentaries.filter(state=ApprovalState.APPROVED).select_related("author", "decided_by"))


def _commentary(one: Commentary) -> documents.Commentary:
    assert one.decided_at is not None
    return documents.Commentary(
        text=one.text, author=str(one.author), approver=str(one.decided_by), approved_at=moment_text(one.decided_at)
    )
