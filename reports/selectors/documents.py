"""Puts a report together from its sections."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from complaints.permissions import ComplaintsPermission
from complaints.selectors import data_version
from portalkit.access.selectors import Access, system_access
from portalkit.audit.domain.actors import SYSTEM
from portalkit.periods.panels import label
from portalkit.regions.models import Region

from ..domain.document import Document, Section
from ..domain.kinds import ReportKind, ReportPeriod
from .scope import Scope
from .sections import SECTIONS
from .sections.basis import build as basis

Progress = Callable[[int], None]


def build_document(
    *,
    kind: str,
    period: ReportPeriod,
    region: Region,
    language: str,
    today: date,
    access: Access | None = None,
    on_progress: Progress | None = None,
) -> Document:
    """The report as its data stand now. Without `access` that of the portal itself: whoever may see the report may see the whole region.

    A period without any data gives a document that says so (`is_empty`) and has no figures. Raises complaints' RegionOutOfReach.
    """
    reach = access or system_access(SYSTEM, [ComplaintsPermission.VIEW])
    with override(language):
        scope = Scope(access=reach, kind=ReportKind(kind), period=period, region=region, today=today)
        is_empty = scope.total is None
        sections = _only_basis(scope) if is_empty else _sections(scope, on_progress)
        return Document(
            kind=str(scope.kind),
            period=str(period),
            period_label=label(period),
            region_code=region.code,
            region_label=scope.region_label,
            language=get_language() or language,
            title=title_of(kind),
            data_date=scope.newest_day.isoformat() if scope.newest_day else "",
            data_version=data_version(),
            sections=sections,
            notice=_notice(scope, is_empty=is_empty),
            is_partial=scope.is_partial,
            is_empty=is_empty,
        )


def title_of(kind: str) -> str:
    titles = {
        ReportKind.DAILY: _("Network complaints: daily report"),
        ReportKind.WEEKLY: _("Network complaints: weekly report"),
        ReportKind.MONTHLY: _("Network complaints: monthly report"),
    }
    return titles[ReportKind(kind)]


def _sections(scope: Scope, on_progress: Progress | None) -> tuple[Section, ...]:
    found = []
    for done, build in enumerate(SECTIONS):
        if on_progress is not None:
            on_progress(done)
        section = build(scope)
        if section is not None:
            found.append(section)
    return tuple(found)


def _only_basis(scope: Scope) -> tuple[Section, ...]:
    section = basis(scope)
    return (section,) if section else ()


def _notice(scope: Scope, *, is_empty: bool) -> str:
    if is_empty:
        return _("There are no data for this period. A period without any ticket is unknown, not zero.")
    if not scope.is_partial:
        return ""
    day = scope.newest_day.isoformat() if scope.newest_day else "—"
    return _("This period is not complete: data reach until {day}. It counts only what is there and is compared with nothing.").format(
        day=day
    )
