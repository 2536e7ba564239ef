"""How far the forecast was from the calls, queue by queue."""

from django.utils.translation import gettext as _

from portalkit.sheets.domain.columns import Kind
from scheduling.selectors.evaluation import QueueFigures

from ....domain.document import Chart, ChartKind, Column, Exhibit, Row, Section
from ...hotline_scope import HotlineScope
from ...wording import share


def build(scope: HotlineScope) -> Section:
    found = scope.found.queues
    title = _("Forecast error by queue")
    exhibit = Exhibit(
        key="errors-by-queue",
        title=title,
        columns=(
            Column("queue", _("Queue")),
            Column("offered", _("Calls offered"), Kind.NUMBER, 0),
            Column("forecast", _("Calls forecast"), Kind.NUMBER, 0),
            Column("by_day", _("Error by day"), Kind.PERCENT),
            Column("by_interval", _("Error by half hour"), Kind.PERCENT),
            Column("mase", _("MASE by day"), Kind.NUMBER, 2),
            Column("bias", _("Forecast bias"), Kind.PERCENT, is_signed=True),
            Column("answered", _("Answering rate"), Kind.PERCENT),
            Column("service_level", _("Service level"), Kind.PERCENT),
        ),
        rows=tuple(_row(one) for one in found),
        charts=(Chart("errors-by-queue", title, ChartKind.BAR, ("by_day", "by_interval")),),
        note=_(
            "Error: Σ|calls − forecast| ÷ Σ calls. MASE: the daily error in units of last week's day repeated, measured in the weeks "
            "before the month; below 1 the forecast beat it. A positive bias forecast too much."
        ),
        empty_reason=_("No calls and no forecast of this month are there."),
    )
    return Section(key="hotline-forecasts", title=_("Forecast error"), finding=_finding(found), blocks=(exhibit,))


def _row(one: QueueFigures) -> Row:
    name = one.queue.display_name if one.queue else _("All queues")
    cells = (
        name,
        one.offered,
        one.forecast,
        one.by_day.wape,
        one.by_interval.wape,
        one.by_day.mase,
        one.by_day.bias,
        one.answered,
        one.service_level,
    )
    return Row(f"queue.{one.queue.code}" if one.queue else "total", cells, is_total=one.queue is None)


def _finding(found: tuple[QueueFigures, ...]) -> str:
    if not found or found[-1].by_day.wape is None:
        return _("Nothing is known of the forecast's error")
    whole = found[-1]
    text = _("The forecast was off by {day} of the calls by day and {interval} by half hour")
    return text.format(day=share(whole.by_day.wape), interval=share(whole.by_interval.wape))
