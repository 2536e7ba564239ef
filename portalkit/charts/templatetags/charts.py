"""`{% chart_assets %}` in the page's scripts block, `{% chart chart %}` where a chart stands."""

from functools import cache
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.template.context import RequestContext

from portalkit.charts.domain.chart import Chart
from portalkit.charts.panels import chart_panel

register = template.Library()
CARTESIAN = "vendor/plotly-cartesian.min.js"
FULL = "plotly/plotly.min.js"
# The full bundle writes the style of its maps into a style element, which the content-security policy refuses,
# unless an element with this id is there. No page draws maps with it.
MAP_STYLE_ID = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53"


@register.inclusion_tag("charts/_assets.html")
def chart_assets(bundle: str = "") -> dict[str, str]:
    """Script and style of the charts. `"full"` where a page has a flow (sankey), which the smaller bundle lacks."""
    return {"plotly": FULL if bundle == "full" else _smallest(), "map_style_id": MAP_STYLE_ID}


@register.inclusion_tag("charts/_chart.html", takes_context=True)
def chart(context: RequestContext, chart: Chart, size: str = "") -> dict[str, Any]:
    """The figure with its table view and downloads. `size`: short, tall or empty. `can_export=False` in the context hides the downloads."""
    request: HttpRequest = context["request"]
    return {"panel": chart_panel(chart, query=request.GET), "size": size, "can_export": context.get("can_export", True)}


@cache
def _smallest() -> str:
    return CARTESIAN if finders.find(CARTESIAN) else FULL
