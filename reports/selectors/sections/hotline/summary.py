"""The month of the hotline in a few figures and sentences, and what is missing."""

from django.utils.translation import gettext as _

from portalkit.sheets.domain.columns import Kind
from scheduling.selectors.evaluation import Evaluation, Figures, Lack

from ....domain.document import Block, Paragraph, Section, Stat, Stats, Tone
from ...hotline_scope import HotlineScope
from ...wording import count, hours, share


def build(scope: HotlineScope) -> Section:
    found = scope.found
    blocks: list[Block] = [Paragraph(_missing(lack), Tone.WARNING) for lack in found.lacks]
    blocks += [Stats("fit", _fit(found, scope.before)), Stats("load", _load(found, scope.before))]
    blocks += [Paragraph(text, Tone.FINDING) for text in _findings(found)]
    return Section(key="hotline-summary", title=_("Key figures"), finding=_headline(found), blocks=tuple(blocks))


def _missing(lack: Lack) -> str:
    return {
        Lack.ROSTER: _("No roster is published for this month."),
        Lack.CALLS: _("No calls of this month have been imported."),
        Lack.REQUIREMENT: _("No current forecast of this month has its staffing planned."),
        Lack.FORECAST: _("There is no current forecast of this month."),
    }[lack]


def _headline(found: Evaluation) -> str:
    total = found.total
    text = _("Roster/calls fit {fit}, staffing fit {staffing}, service level {level}")
    return text.format(fit=share(total.shape.overlap), staffing=share(total.cover.staffing_fit), level=share(total.service_level))


def _fit(found: Evaluation, before: Evaluation | None) -> tuple[Stat, ...]:
    """Of a share the month before is said, not a change: per cent of per cent mislead."""
    labels = {
        "shape": _("Roster/calls fit"),
        "staffing": _("Staffing fit"),
        "cover": _("Coverage"),
        "service_level": _("Service level"),
        "answered": _("Calls answered, share"),
        "utilisation": _("Utilisation"),
        "wape": _("Forecast error by half hour"),
        "bias": _("Forecast bias"),
    }
    now, then = _shares(found.total), _shares(before.total) if before else {}
    return tuple(
        Stat(
            key,
            label,
            now[key],
            Kind.PERCENT,
            before=then.get(key),
            before_label=_("Month before") if then.get(key) is not None else "",
            is_signed=key == "bias",
        )
        for key, label in labels.items()
    )


def _shares(total: Figures) -> dict[str, float | None]:
    return {
        "shape": total.shape.overlap,
        "staffing": total.cover.staffing_fit,
        "cover": total.cover.cover,
        "service_level": total.service_level,
        "answered": total.answered,
        "utilisation": total.utilisation,
        "wape": total.error.wape,
        "bias": total.error.bias,
    }


def _load(found: Evaluation, before: Evaluation | None) -> tuple[Stat, ...]:
    total = found.total
    is_judged = total.cover.cover is not None
    offered = before.total.offered if before else None
    return (
        Stat(
            "offered",
            _("Calls offered"),
            total.offered,
            digits=0,
            before=offered,
            before_label=_("Month before") if offered is not None else "",
        ),
        Stat("over", _("Hours over"), total.cover.over_hours if is_judged else None, digits=1),
        Stat("under", _("Hours under"), total.cover.under_hours if is_judged else None, digits=1),
        Stat("nights", _("Unevenness of nights (Gini)"), found.nights.gini if found.nights else None, digits=2),
        Stat("weekends", _("Unevenness of weekends (Gini)"), found.weekends.gini if found.weekends else None, digits=2),
        Stat("pool", _("Hours in the pool"), found.pool_hours, digits=1, is_signed=True),
    )


def _findings(found: Evaluation) -> list[str]:
    said = []
    cover = found.total.cover
    if cover.cover is not None:
        text = _("Of {needed} needed hours {share} were staffed; {over} hours stood over and {under} were missing.")
        said.append(
            text.format(
                needed=hours(cover.needed_hours), share=share(cover.cover), over=hours(cover.over_hours), under=hours(cover.under_hours)
            )
        )
    short = [one for one in found.intervals if one.figures.cover.cover is not None and one.figures.cover.under_hours > 0]
    if short:
        worst = max(short, key=lambda one: one.figures.cover.under_hours)
        text = _("Most hours were missing at {time}: {under} over the month.")
        said.append(text.format(time=f"{worst.minute // 60:02}:{worst.minute % 60:02}", under=hours(worst.figures.cover.under_hours)))
    judged = [one for one in found.queues if one.queue and one.by_day.wape is not None]
    if judged:
        worst_queue = max(judged, key=lambda one: one.by_day.wape or 0.0)
        text = _("The largest daily forecast error is that of {queue}: {error}.")
        said.append(text.format(queue=worst_queue.queue.display_name if worst_queue.queue else "", error=share(worst_queue.by_day.wape)))
    if found.total.offered is not None and found.total.answered is not None:
        text = _("Of {count} calls {share} were answered.")
        said.append(text.format(count=count(round(found.total.offered)), share=share(found.total.answered)))
    return said
