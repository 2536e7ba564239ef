"""/hotline/, a module for each group of pages."""

from django.urls import URLPattern

from . import evaluation, mine, rosters, shifts

app_name = "scheduling"
urlpatterns: list[URLPattern] = [*evaluation.urlpatterns, *mine.urlpatterns, *rosters.urlpatterns, *shifts.urlpatterns]
