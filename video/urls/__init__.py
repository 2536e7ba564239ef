"""/video/, a module for each group of pages."""

from django.urls import URLPattern

from . import keeping

app_name = "video"
urlpatterns: list[URLPattern] = [*keeping.urlpatterns]
