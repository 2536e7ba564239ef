"""/hotline/, a module for each group of pages."""

from django.urls import URLPattern

from . import agents, demand, evaluation, forecasts, intraday, mine, offers, queues, rosters, shifts, staffing

app_name = "scheduling"
urlpatterns: list[URLPattern] = [
    *agents.urlpatterns,
    *demand.urlpatterns,
    *evaluation.urlpatterns,
    *forecasts.urlpatterns,
    *intraday.urlpatterns,
    *mine.urlpatterns,
    *offers.urlpatterns,
    *queues.urlpatterns,
    *rosters.urlpatterns,
    *shifts.urlpatterns,
    *staffing.urlpatterns,
]
