"""What the files of a report are called."""

from enum import StrEnum

from portalkit.sheets.domain.safety import file_name

from .kinds import Language, ReportKind


class ReportFormat(StrEnum):
    PDF = "pdf"
    XLSX = "xlsx"
    PPTX = "pptx"


CONTENT_TYPES = {
    ReportFormat.PDF: "application/pdf",
    ReportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ReportFormat.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_STEMS = {
    Language.CHINESE: {
        ReportKind.DAILY: "网络投诉日报",
        ReportKind.WEEKLY: "网络投诉周报",
        ReportKind.MONTHLY: "网络投诉月报",
        ReportKind.HOTLINE: "热线拟合度月报",
    },
    Language.ENGLISH: {
        ReportKind.DAILY: "Network-complaints-daily",
        ReportKind.WEEKLY: "Network-complaints-weekly",
        ReportKind.MONTHLY: "Network-complaints-monthly",
        ReportKind.HOTLINE: "Hotline-fit-monthly",
    },
}


def report_file_name(*, kind: str, period: str, region: str, number: int, language: str, file_format: str) -> str:
    """`网络投诉月报_2026-10_全省_v3.xlsx`: valid on every system, Chinese kept."""
    stem = _STEMS[Language(language)][ReportKind(kind)]
    place = region.replace(" ", "-") if language == Language.ENGLISH else region
    return file_name(f"{stem}_{period}_{place}_v{number}", suffix=file_format)
