"""Builds a report and keeps it as its next version."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from portalkit.audit.domain.actors import Actor, ActorKind
from portalkit.audit.services import record
from portalkit.files.services import store
from portalkit.jobs.models import Job
from portalkit.jobs.services import enqueue
from portalkit.periods.domain.calendar import SHANGHAI, local_day
from portalkit.regions.models import Region

from ..adapters import write_file
from ..domain.document import Document, Stamp, figures
from ..domain.encoding import from_json, to_json
from ..domain.kinds import ReportPeriod
from ..domain.naming import ReportFormat
from ..domain.sameness import digest_of, section_digest
from ..models import Commentary, Report, ReportFile, ReportVersion, VersionState
from ..selectors.documents import build_document, title_of
from ..selectors.scope import region_label

GENERATE = "reports.generate"
Progress = Callable[[int, int], None]
STEPS = 12


class EmptyPeriod(Exception):
    """There are no data for the period, so there is nothing to report."""


class NumberTaken(Exception):
    """Somebody else made a version meanwhile; building again gives the next number."""


@dataclass(frozen=True)
class Built:
    """A report drawn up but not kept yet. Without `files` it says what the newest version says."""

    document: Document
    region: Region
    period: ReportPeriod
    number: int
    digest: str
    built_at: datetime
    built_by: str
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class Generated:
    """`is_new` is False where the newest version says the same already; then it is that one."""

    version: ReportVersion
    is_new: bool


def request_report(*, kind: str, period: ReportPeriod, region: Region, language: str, by: Actor, now: datetime) -> Job:
    """Puts the report in line; the same report again is the job there is."""
    return put_in_line(kind=kind, period=period, region=region, language=language, by=by, now=now)


def put_in_line(
    *,
    kind: str,
    period: ReportPeriod,
    region: Region,
    language: str,
    by: Actor,
    now: datetime,
    is_planned: bool = False,
    publishes: bool = False,
) -> Job:
    """`is_planned`: a period without data is no failure. `publishes`: a complete period is published at once."""
    parameters = {"kind": str(kind), "period": str(period), "region": region.code, "language": str(language)}
    with override(language):
        title = f"{title_of(kind)} {period} {region_label(region)}"
    return enqueue(
        kind=GENERATE,
        key=" ".join(parameters.values()),
        title=title,
        params={**parameters, "is_planned": is_planned, "publishes": publishes},
        by=by,
        region=region,
        now=now,
        result_url=f"{reverse('reports:open')}?{urlencode(parameters)}",
    )


def generate(*, kind: str, period: ReportPeriod, region: Region, language: str, by: Actor, now: datetime) -> Generated:
    """Builds and keeps in one go. Raises EmptyPeriod, NumberTaken."""
    return keep(build(kind=kind, period=period, region=region, language=language, by=by, now=now), by=by, now=now)


def build(
    *,
    kind: str,
    period: ReportPeriod,
    region: Region,
    language: str,
    by: Actor,
    now: datetime,
    on_progress: Progress | None = None,
) -> Built:
    """Draws the report up and writes its files. Changes nothing and may be broken off anywhere. Raises EmptyPeriod."""

    def tell(done: int) -> None:
        if on_progress is not None:
            on_progress(done, STEPS)

    today = local_day(now)
    document = build_document(kind=kind, period=period, region=region, language=language, today=today, on_progress=lambda done: tell(done))
    if document.is_empty:
        raise EmptyPeriod(document.notice)
    digest = digest_of(document)
    last = ReportVersion.objects.filter(
        report__kind=kind, report__period=str(period), report__region=region, report__language=language
    ).order_by("-number")
    newest = last.values_list("number", "digest").first()
    number = newest[0] + 1 if newest else 1
    built = Built(document, region, period, number, digest, now, name_of(by), files={})
    if newest and newest[1] == digest:
        return built
    written = {}
    for place, file_format in enumerate(ReportFormat):
        tell(STEPS - len(ReportFormat) + place)
        written[str(file_format)] = write_file(document, _draft_stamp(built), file_format=file_format)
    return Built(document, region, period, number, digest, now, name_of(by), files=written)


@transaction.atomic
def keep(built: Built, *, by: Actor, now: datetime) -> Generated:
    """The built report as the next version, with the commentary of the version before. Raises NumberTaken."""
    report = _report(built)
    last = report.versions.order_by("-number").first()
    if last is not None and last.digest == built.digest:
        return Generated(version=last, is_new=False)
    if built.number != (last.number + 1 if last else 1) or not built.files:
        raise NumberTaken
    document = built.document
    version = ReportVersion.objects.create(
        report=report, region=report.region, number=built.number, state=VersionState.DRAFT, document=to_json(document),
        digest=built.digest, figures=len(figures(document)), data_version=document.data_version, is_partial=document.is_partial,
        data_date=date.fromisoformat(document.data_date) if document.data_date else None, built_at=built.built_at, built_by=built.built_by,
    )  # fmt: skip
    keep_files(version, built.files, now=now)
    if last is not None:
        _carry_over(last, version, document)
    detail = {"kind": report.kind, "period": report.period, "number": version.number, "data_version": version.data_version}
    record(by=by, action="reports.generate", on=version, region_code=report.region.code, detail=detail, at=now)
    return Generated(version=version, is_new=True)


def keep_files(version: ReportVersion, files: Mapping[str, bytes], *, now: datetime) -> None:
    """Stores the bytes durably and puts them in the place of the version's files."""
    version.files.all().delete()
    for file_format, content in files.items():
        stored = store(stream=BytesIO(content), now=now)
        ReportFile.objects.create(version=version, file_format=file_format, stored=stored)


def name_of(by: Actor) -> str:
    """What stands in the report for who made it: the portal itself has no name of its own."""
    return by.name if by.kind is not ActorKind.SYSTEM else _("The portal")


def moment_text(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def _draft_stamp(built: Built) -> Stamp:
    with override(built.document.language):
        return Stamp(built.number, str(VersionState.DRAFT.label), moment_text(built.built_at), built.built_by)


def _report(built: Built) -> Report:
    """The report's row, locked, so that two versions at once do not take the same number."""
    document = built.document
    report, _made = Report.objects.get_or_create(
        kind=document.kind,
        period=document.period,
        region=built.region,
        language=document.language,
        defaults={"first_day": built.period.first_day, "last_day": built.period.last_day},
    )
    return Report.objects.select_for_update(of=("self",)).select_related("region").get(pk=report.pk)


def _carry_over(last: ReportVersion, version: ReportVersion, document: Document) -> None:
    """Commentary on a section that still says the same keeps its approval; any other starts anew as a draft."""
    before = from_json(last.document)
    for old in last.commentaries.all():
        if document.section(old.section) is None:
            continue
        fresh = Commentary(version=version, region=version.region, section=old.section, text=old.text, author=old.author)
        if section_digest(before, old.section) == section_digest(document, old.section):
            fresh.state, fresh.submitted_at = old.state, old.submitted_at
            fresh.decided_by, fresh.decided_at, fresh.decision_note = old.decided_by, old.decided_at, old.decision_note
        fresh.save()
