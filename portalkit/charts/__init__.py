"""Charts: figures as plain dicts, drawn by plotly.js in the page's colours, each with a table view, downloads and drill-down.

    from portalkit.charts import Chart
    from portalkit.charts.domain.figures import Annotation, Series, Style, Target, line
    from portalkit.charts.selectors import cached_figure
    from portalkit.charts.views import chart_export
    from portalkit.sheets.domain.columns import Kind, SheetColumn

    def trend_chart(rates, filters):
        style = Style(kind=Kind.RATE, axis_title=_("per 10,000"), partial_word=_("month not complete"))
        months = [str(rate.month) for rate in rates]
        figure = line(
            x=months,
            series=[Series(
                name=_("Voice"),
                values=[rate.value for rate in rates],                        # None: unknown, a gap
                links=[filters.link(tickets_url, month=rate.month) for rate in rates],
                partial=frozenset(n for n, rate in enumerate(rates) if rate.is_partial),
                band=([rate.low for rate in rates], [rate.high for rate in rates]),
            )],
            annotations=[Annotation("2011-04", _("Every complaint recorded"))],
            target=Target(5.0, _("Target")),
            style=style,
        )
        return Chart(
            key="trend", title=_("Complaint rate"), figure=figure,
            columns=(SheetColumn("month", _("Month"), Kind.MONTH), SheetColumn("voice", _("Voice"), Kind.RATE)),
            rows=[(rate.month, rate.value) for rate in rates], source_date=newest_day,
            row_links=[filters.link(tickets_url, month=rate.month) for rate in rates],
        )

    def trend(request):                                                        # the view
        charts = [trend_chart(selectors.rates(...), filters)]
        return chart_export(request, charts, permission_to_export=ComplaintsPermission.EXPORT) or render(
            request, "complaints/trend.html", {"charts": charts})

    {% load charts %}
    {% block scripts %}{% chart_assets %}{% endblock %}       {# "full" where the page has a sankey #}
    {% block content %}{% for one in charts %}{% chart one %}{% endfor %}{% endblock %}   {# {% chart one "tall" %}, "short" #}

Builders: `line`, `bar`, `stacked_bar` (with a `total` line of its own), `horizontal_bar` (rankings), `pareto`, `heatmap`, `donut` (at most
five parts), `sankey`, `control`, `sparkline`, `scatter` (dots over curves), `places` (discs at their coordinates). All but the last
take keyword arguments only. What stands on an axis is text (`str(month)`).
Name colours by CSS variable: `Series(..., colour="bad-solid")`; without, the eight series colours in turn, told apart by marker too.

`cached_figure(build, key=, version=, filters=)` keeps a figure as serialised JSON by data version, filters and language; give its result
as `Chart.figure`. Put into `filters` whatever else bounds the data: without the caller's regions there, callers would share figures.

Guarantees
  * A figure is a dict that `plotly.graph_objects.Figure` accepts; no NaN reaches the page; None is a gap, never a zero.
  * Incomplete periods are hollow and reached by a dotted line, or hatched bars. Bands do not bridge gaps.
  * Texts of users stay text (plotly reads HTML in labels); links lead to paths of this site only.
  * Nothing leaves the page: the mode bar holds "download PNG" (made in the browser), pan, zoom and reset, no sharing.
  * Colours follow the theme while the page is open. No inline style or script: the strict content-security policy holds. The rules
    that plotly wants are in `charts/plotly.css`; the elements' ids in `charts/_assets.html` keep it from writing its own.
  * The table view, CSV and XLSX hold the same values; its links lead where the marks do, for keyboard and screen reader.
"""

from .domain.chart import Chart

__all__ = ["Chart"]
