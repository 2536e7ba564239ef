"""Charts of proof of play."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from portalkit.charts.domain import bars
from portalkit.charts.domain.chart import Chart
from portalkit.charts.domain.marks import Series, Style
from portalkit.sheets.domain.columns import Kind, SheetColumn

from ..selectors.advert_plans import AdvertLine
from ..selectors.proof import By
from ..tables.proof import PROOF, hours_played, month_of_row, name_of

MOST_BARS = 20
_NAMES = {
    By.CONTENT: lambda row: str(row["title"]),
    By.ADVERTISER: lambda row: str(row["advertiser"]),
    By.HALL: name_of,
    By.SCREEN: lambda row: f"{name_of(row)} · {row['screen_name']}",
    By.MONTH: month_of_row,
}


def proof_chart(rows: Sequence[Any], *, by: By, links: Sequence[str | None]) -> Chart:
    """Hours played: a column a month, or the longest twenty. `links` lead behind each row."""
    names = [_NAMES[by](row) for row in rows]
    series = Series(_("Hours played"), [hours_played(row) for row in rows], links)
    style = Style(kind=Kind.NUMBER, digits=1, axis_title=_("hours"))
    is_time = by is By.MONTH
    figure = bars.bar(x=names, series=[series], style=style) if is_time else bars.horizontal_bar(names=names, series=series, style=style)
    return Chart(
        key=f"proof-{by}",
        title=PROOF[by].title if is_time else _("{title}: the longest").format(title=PROOF[by].title),
        figure=figure,
        columns=[
            SheetColumn("name", PROOF[by].columns[0].label),
            SheetColumn("plays", _("Plays"), Kind.NUMBER),
            SheetColumn("hours", _("Hours played"), Kind.NUMBER, 2),
        ],
        rows=[[name, row["all_plays"], hours_played(row)] for name, row in zip(names, rows, strict=True)],
        row_links=links,
        empty_reason=_("Nothing was played that passes these filters."),
    )


def adverts_chart(lines: Sequence[AdvertLine]) -> Chart:
    """Hours planned and played by advertiser."""
    names = list(dict.fromkeys(line.advertiser for line in lines))
    planned = [sum(line.planned.milliseconds for line in lines if line.advertiser == name) / 3_600_000 for name in names]
    played = [sum(line.milliseconds for line in lines if line.advertiser == name) / 3_600_000 for name in names]
    labels = [name or _("No advertiser named") for name in names]
    return Chart(
        key="adverts",
        title=_("Hours planned and played by advertiser"),
        figure=bars.bar(
            x=labels,
            series=[Series(_("Hours planned"), planned), Series(_("Hours played"), played)],
            style=Style(kind=Kind.NUMBER, digits=1, axis_title=_("hours")),
        ),
        columns=[
            SheetColumn("advertiser", _("Advertiser")),
            SheetColumn("planned", _("Hours planned"), Kind.NUMBER, 2),
            SheetColumn("played", _("Hours played"), Kind.NUMBER, 2),
        ],
        rows=[list(row) for row in zip(labels, planned, played, strict=True)],
        empty_reason=_("No advert was on air in this month."),
    )
