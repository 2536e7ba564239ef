"""Whether limits held: to take a ticket on, to reply, to solve; notices of supervision; the pool of long-planned cases."""

from django.utils.translation import gettext as _

from complaints.selectors.supervision import DepartmentFigures, SupervisionSummary, WatchFigures, supervision_summary
from portalkit.sheets.domain.columns import Kind
from portalkit.ui.domain.formats import datetime_text

from ...domain.document import Chart, ChartKind, Column, Exhibit, Row, Section, Stat, Stats, Value
from ..scope import UNSTATED, Scope
from ..wording import department, left_out, share

MOST_DEPARTMENTS = 12


def build(scope: Scope) -> Section | None:
    found = supervision_summary(scope.access, period=scope.period, region=scope.region)
    if not any(figures.tickets for figures in found.watches.values()):
        return None
    return Section(
        key="supervision",
        title=_("Supervision"),
        finding=_finding(found),
        blocks=(_watches(found), *_departments(found.departments), _stats(found)),
    )


def watch_word(watch: str) -> str:
    return {"accept": _("Time to take on"), "reply": _("Time to reply"), "solve": _("Time to solve")}[watch]


def _finding(found: SupervisionSummary) -> str:
    known = {str(watch): share(figures.on_time) for watch, figures in found.watches.items()}
    return _("Within the limit: taken on {accept}, replied {reply}, solved {solve}").format(**known)


def _watches(found: SupervisionSummary) -> Exhibit:
    title = _("Limits kept, by stop-watch")
    return Exhibit(
        key="watches",
        title=title,
        columns=(
            Column("watch", _("Stop-watch")),
            Column("tickets", _("Tickets"), Kind.NUMBER),
            Column("met", _("In time"), Kind.NUMBER),
            Column("missed", _("Too late"), Kind.NUMBER),
            Column("running", _("Under way"), Kind.NUMBER),
            Column("overdue", _("Overdue"), Kind.NUMBER),
            Column("held", _("On hold"), Kind.NUMBER),
            Column("unknown", _("Unknown"), Kind.NUMBER),
            Column("on_time", _("On time"), Kind.PERCENT),
        ),
        rows=tuple(Row(str(watch), (watch_word(str(watch)), *_cells(figures))) for watch, figures in found.watches.items()),
        note=_(
            "As of {moment}. On time: met ÷ (met + too late + overdue); overdue ones are under way too. "
            "Without a limit or a time nothing is judged."
        ).format(moment=datetime_text(found.as_of)),
    )


def _cells(one: WatchFigures) -> tuple[Value, ...]:
    return (one.tickets, one.met, one.missed, one.running, one.overdue, one.held, one.unknown, one.on_time)


def _departments(found: tuple[DepartmentFigures, ...]) -> tuple[Exhibit, ...]:
    shown = [one for one in found if any(figures.judged for figures in one.watches.values())]
    if not shown:
        return ()
    title = _("Limits broken, by department")
    watches = tuple(shown[0].watches)
    return (
        Exhibit(
            key="supervision-departments",
            title=title,
            columns=(
                Column("department", _("Department")),
                Column("broken", _("Limits broken"), Kind.NUMBER),
                *(Column(str(watch), _("On time: {watch}").format(watch=watch_word(str(watch))), Kind.PERCENT) for watch in watches),
            ),
            rows=tuple(
                Row(
                    one.department or UNSTATED,
                    (
                        department(one.department),
                        sum(each.missed + each.overdue for each in one.watches.values()),
                        *(one.watches[watch].on_time for watch in watches),
                    ),
                )
                for one in shown[:MOST_DEPARTMENTS]
            ),
            charts=(Chart(key="limits", title=title, kind=ChartKind.RANKING, series=("broken",)),),
            note=left_out(len(shown), shown=MOST_DEPARTMENTS),
        ),
    )


def _stats(found: SupervisionSummary) -> Stats:
    notices, legacy = found.notices, found.legacy
    return Stats(
        "supervision",
        (
            Stat("opened", _("Notices opened"), notices.opened),
            Stat("answered", _("Notices answered"), notices.answered),
            Stat("closed", _("Notices closed"), notices.closed),
            Stat("escalated", _("Notices raised a level"), notices.escalated),
            Stat("waiting", _("Notices waiting at the end"), notices.waiting),
            Stat("legacy_proposed", _("Long-planned: proposed"), legacy.proposed),
            Stat("legacy_due", _("Long-planned: agreed"), legacy.due),
            Stat("legacy_overdue", _("Long-planned: overdue"), legacy.overdue),
            Stat("legacy_solved", _("Long-planned: solved"), legacy.solved),
        ),
    )
