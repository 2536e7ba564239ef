"""/hotline/, a module for each group of pages."""

from django.urls import URLPattern

from . import evaluation, rosters, shifts

app_name = "scheduling"
urlpatterns: list[URLPattern] = [*evaluation.urlpatterns, *rosters.urlpatterns, *shifts.urlpatterns]
