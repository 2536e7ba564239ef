"""/hotline/, a module for each group of pages."""

from django.urls import URLPattern

from . import forecasts

app_name = "scheduling"
urlpatterns: list[URLPattern] = [*forecasts.urlpatterns]
