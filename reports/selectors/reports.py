"""Reports that a caller may see, one version with everything on its page, and two versions beside one another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from portalkit.access.selectors import Access

from ..domain.comparison import Differences, differences
from ..domain.document import Document
from ..domain.encoding import from_json
from ..models import Commentary, Report, ReportFile, ReportVersion, VersionState
from ..permissions import ReportsPermission
from .rights import readable


@dataclass(frozen=True)
class VersionPage:
    """`versions` of the report, newest first, without their documents; `commentaries` by section."""

    report: Report
    version: ReportVersion
    document: Document
    versions: tuple[ReportVersion, ...]
    files: tuple[ReportFile, ...]
    commentaries: Mapping[str, Commentary]

    @property
    def is_newest(self) -> bool:
        return self.version.number == self.versions[0].number

    @property
    def previous(self) -> ReportVersion | None:
        return next((one for one in self.versions if one.number < self.version.number), None)


@dataclass(frozen=True)
class ComparePage:
    report: Report
    before: ReportVersion
    after: ReportVersion
    versions: tuple[ReportVersion, ...]
    found: Differences


def reports(access: Access) -> QuerySet[Report]:
    """Every report of a region that the caller may see, newest period first, with what is known of its newest and its published version.

    Adds `number`, `state`, `built_at`, `is_partial` of the newest version and `published_number`, `published_at`, `published_by` of the
    newest published one.
    """
    rows = readable(access, ReportsPermission.VIEW, Report.objects.select_related("region"))
    newest = {name: _of_version(name) for name in ("number", "state", "built_at", "is_partial")}
    published = {
        "published_number": _of_version("number", state=VersionState.PUBLISHED),
        "published_at": _of_version("published_at", state=VersionState.PUBLISHED),
        "published_by": _of_version("published_by", state=VersionState.PUBLISHED),
    }
    return rows.annotate(**newest, **published).order_by("-last_day", "kind", "region__path")


def find_report(access: Access, *, kind: str, period: str, region: str, language: str) -> Report | None:
    """The report of this period, if the caller may see it."""
    rows = readable(access, ReportsPermission.VIEW, Report.objects.all())
    return rows.filter(kind=kind, period=period, region__code=region, language=language).first()


def version_page(access: Access, *, report: int, number: int | None = None) -> VersionPage:
    """A version, the newest without a number. Raises Report.DoesNotExist, ReportVersion.DoesNotExist. Five queries."""
    found = _report(access, report)
    versions = _versions(found)
    if number is None:
        number = versions[0].number if versions else 0
    version = found.versions.select_related("region").get(number=number)
    version.report = found
    return VersionPage(
        report=found,
        version=version,
        document=from_json(version.document),
        versions=versions,
        files=files_of(version),
        commentaries={one.section: one for one in version.commentaries.select_related("author", "decided_by", "region")},
    )


def compare_page(access: Access, *, report: int, before: int = 0, after: int = 0) -> ComparePage:
    """Two versions of a report; by default the newest (`after`) and the one before it.

    Raises Report.DoesNotExist, ReportVersion.DoesNotExist. Four queries.
    """
    found = _report(access, report)
    versions = _versions(found)
    numbers = [one.number for one in versions] or [0]
    after = after or numbers[0]
    before = before or next((number for number in numbers if number < after), after)
    both = {one.number: one for one in found.versions.filter(number__in=(before, after))}
    if not {before, after} <= set(both):
        raise ReportVersion.DoesNotExist
    documents = {number: from_json(one.document) for number, one in both.items()}
    return ComparePage(
        report=found,
        before=both[before],
        after=both[after],
        versions=versions,
        found=differences(documents[before], documents[after]),
    )


def file_of(access: Access, *, report: int, number: int, file_format: str) -> ReportFile:
    """One file of a version that the caller may see. Raises ReportFile.DoesNotExist. One query."""
    rows = readable(access, ReportsPermission.VIEW, ReportFile.objects.all(), report="version__report", region="version__region")
    return rows.select_related("stored", "version__report__region", "version__region").get(
        version__report=report, version__number=number, file_format=file_format
    )


def version_for(access: Access, permission: str, *, report: int, number: int) -> ReportVersion:
    """A version in a region where the caller has the permission. Raises ReportVersion.DoesNotExist."""
    rows = readable(access, permission, ReportVersion.objects.select_related("report__region", "region"), report="report")
    return rows.get(report=report, number=number)


def commentary_for(access: Access, permission: str, *, report: int, number: int, section: str) -> Commentary:
    """A commentary in a region where the caller has the permission. Raises Commentary.DoesNotExist."""
    found = Commentary.objects.select_related("version__report__region", "version__region", "region", "author")
    rows = readable(access, permission, found, report="version__report")
    return rows.get(version__report=report, version__number=number, section=section)


def files_of(version: ReportVersion) -> tuple[ReportFile, ...]:
    files = tuple(version.files.select_related("stored"))
    for file in files:
        file.version = version
    return files


def _report(access: Access, pk: int) -> Report:
    return readable(access, ReportsPermission.VIEW, Report.objects.select_related("region")).get(pk=pk)


def _versions(report: Report) -> tuple[ReportVersion, ...]:
    return tuple(report.versions.defer("document").order_by("-number"))


def _of_version(name: str, **only: Any) -> Subquery:
    rows = ReportVersion.objects.filter(report=OuterRef("pk"), **only).order_by("-number")
    return Subquery(rows.values(name)[:1])
