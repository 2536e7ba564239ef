from django.urls import path

from ..views import warning, warning_compare, warning_signals

urlpatterns = [
    path("complaints/warning/", warning.overview, name="warning"),
    path("complaints/warning/months/", warning.chart, name="warning_chart"),
    path("complaints/warning/days/", warning.daily, name="warning_daily"),
    path("complaints/warning/funnel/", warning_compare.funnel, name="warning_funnel"),
    path("complaints/warning/change/", warning_compare.change, name="warning_change"),
    path("complaints/warning/causes/", warning_compare.pareto, name="warning_pareto"),
    path("complaints/warning/signals/", warning_signals.signals, name="warning_signals"),
    path("complaints/warning/rules/", warning_signals.rules, name="warning_rules"),
    path("complaints/warning/start/", warning.start, name="warning_start"),
]
