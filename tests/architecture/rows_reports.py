"""Makers for the rows of reports: a version whose every text carries the place's marker, with files, commentary and subscription."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from django.db.models import Model

from portalkit.files.services import store
from reports.domain.document import Document, Paragraph, Section
from reports.domain.encoding import to_json
from reports.models import Commentary, Report, ReportFile, ReportVersion, Subscription

if TYPE_CHECKING:
    from tests.architecture.world import Place

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
Maker = Callable[["Place", int], Model]


def _report(place: Place, number: int) -> Report:
    day = date(2026, 11, 1) + timedelta(days=number)
    report = Report.objects.create(kind="daily", period=day.isoformat(), first_day=day, last_day=day, region=place.region)
    if number:
        _version_of(report, place)
    return report


def _version(place: Place, number: int) -> ReportVersion:
    report = place.rows["reports.Report"] if number == 0 else _report(place, 1000 + number)
    assert isinstance(report, Report)
    return report.versions.first() or _version_of(report, place)


def _version_of(report: Report, place: Place) -> ReportVersion:
    section = Section(key="summary", title=place.marker, finding=place.marker, blocks=(Paragraph(place.marker),))
    document = Document(
        kind="daily", period=report.period, period_label=place.marker, region_code=place.region.code, region_label=place.marker,
        language="zh-hans", title=place.marker, data_date="2026-11-19", data_version=1, sections=(section,),
    )  # fmt: skip
    version = ReportVersion.objects.create(
        report=report, region=place.region, number=1, document=to_json(document), digest="0" * 64, figures=0, data_version=1,
        data_date=date(2026, 11, 19), built_at=NOW, built_by=place.marker,
    )  # fmt: skip
    stored = store(stream=BytesIO(f"report {report.pk} {place.marker}".encode()), now=NOW)
    ReportFile.objects.create(version=version, file_format="pdf", stored=stored)
    return version


def _commentary(place: Place, number: int) -> Commentary:
    version = _version(place, number)
    return Commentary.objects.create(version=version, region=place.region, section="summary", text=place.marker, author=place.person)


def _subscription(place: Place, number: int) -> Subscription:
    kind = ("daily", "weekly", "monthly")[number % 3]
    language = ("zh-hans", "en")[number // 3 % 2]
    return Subscription.objects.create(
        user=place.person, kind=kind, region=place.region, language=language, created_at=NOW, created_by=place.marker
    )


ROWS: Mapping[str, Maker] = {
    "reports.Report": _report,
    "reports.ReportVersion": _version,
    "reports.Commentary": _commentary,
    "reports.Subscription": _subscription,
}
