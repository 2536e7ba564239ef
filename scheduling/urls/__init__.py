"""/hotline/, a module for each group of pages."""

from django.urls import URLPattern

from . import agents, demand, forecasts, queues, rosters, shifts, staffing

app_name = "scheduling"
urlpatterns: list[URLPattern] = [
    *agents.urlpatterns,
    *demand.urlpatterns,
    *forecasts.urlpatterns,
    *queues.urlpatterns,
    *rosters.urlpatterns,
    *shifts.urlpatterns,
    *staffing.urlpatterns,
]
