"""Reports, their versions and the files of each version."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from portalkit.files.models import StoredFile
from portalkit.regions.models import Region

from ..domain.kinds import Language, ReportPeriod, period_of
from ..domain.naming import report_file_name
from .labels import FORMAT_CHOICES, KIND_CHOICES, LANGUAGE_CHOICES, VersionState


class Report(models.Model):
    """One period of a region in one language; what it says stands in its versions. `period` is the written form, `2026-W41`."""

    kind = models.CharField(max_length=8, choices=KIND_CHOICES)
    period = models.CharField(max_length=10)
    first_day = models.DateField()
    last_day = models.DateField()
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=8, choices=LANGUAGE_CHOICES, default=Language.CHINESE.value)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "period", "region", "language"], name="report_once_per_period_and_region"),
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="report_first_before_last"),
            models.CheckConstraint(condition=Q(kind__in=["daily", "weekly", "monthly", "hotline"]), name="report_kind_known"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-last_day", "kind"], name="report_by_period")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.period} {self.region.display_name}"

    @property
    def when(self) -> ReportPeriod:
        return period_of(self.kind, self.period)


class ReportVersion(models.Model):
    """A report as the data stood when it was built. `document` is the whole data object (domain.encoding).

    `digest` tells whether two versions say the same. A published version is never changed: the services refuse, and so does the
    database (adapters.protection). `region` repeats the report's, so that every scope finds it.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="versions")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    figures = models.PositiveIntegerField()
    data_version = models.BigIntegerField()
    data_date = models.DateField(null=True)
    is_partial = models.BooleanField(default=False)
    built_at = models.DateTimeField()
    built_by = models.CharField(max_length=150)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "number"], name="report_version_once_per_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="report_version_counts_from_one"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None, published_by="")
                | (Q(state="published", published_at__isnull=False) & ~Q(published_by="")),
                name="report_version_published_with_name_and_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} v{self.number}"

    @property
    def is_published(self) -> bool:
        return self.state == VersionState.PUBLISHED


class ReportFile(models.Model):
    """A version in one format; its bytes are those of `stored` and never change."""

    version = models.ForeignKey(ReportVersion, on_delete=models.CASCADE, related_name="files")
    file_format = models.CharField(max_length=4, choices=FORMAT_CHOICES)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "file_format"], name="report_file_once_per_format"),
            models.CheckConstraint(condition=Q(file_format__in=["pdf", "xlsx", "pptx"]), name="report_file_format_known"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.file_format}"

    @property
    def name(self) -> str:
        """What the file is called when it leaves the portal."""
        report = self.version.report
        return report_file_name(
            kind=report.kind,
            period=report.period,
            region=self.version.document["region_label"],
            number=self.version.number,
            language=report.language,
            file_format=self.file_format,
        )
