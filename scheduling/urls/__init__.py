"""/hotline/, a module for each group of pages."""

from django.urls import URLPattern

from . import rosters, shifts

app_name = "scheduling"
urlpatterns: list[URLPattern] = [*rosters.urlpatterns, *shifts.urlpatterns]
