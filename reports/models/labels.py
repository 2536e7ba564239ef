"""What the codes are called on screen."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..domain.kinds import Language, ReportKind
from ..domain.naming import ReportFormat

KIND_CHOICES = [
    (ReportKind.DAILY.value, _("Daily report")),
    (ReportKind.WEEKLY.value, _("Weekly report")),
    (ReportKind.MONTHLY.value, _("Monthly report")),
    (ReportKind.HOTLINE.value, _("Hotline monthly report")),
]
LANGUAGE_CHOICES = [(Language.CHINESE.value, _("Simplified Chinese")), (Language.ENGLISH.value, _("English"))]
FORMAT_CHOICES = [
    (ReportFormat.PDF.value, _("PDF")),
    (ReportFormat.XLSX.value, _("Workbook (XLSX)")),
    (ReportFormat.PPTX.value, _("Slides (PPTX)")),
]


class VersionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
