"""/hotline/, a module for each group of pages."""

from django.urls import URLPattern

from . import agents, demand, queues

app_name = "scheduling"
urlpatterns: list[URLPattern] = [*queues.urlpatterns, *demand.urlpatterns, *agents.urlpatterns]
