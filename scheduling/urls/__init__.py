"""/hotline/, a module for each group of pages."""

from django.urls import URLPattern

from . import rosters, shifts, staffing

app_name = "scheduling"
urlpatterns: list[URLPattern] = [*rosters.urlpatterns, *shifts.urlpatterns, *staffing.urlpatterns]
