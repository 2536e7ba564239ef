"""/video/, a module for each group of pages."""

from django.urls import URLPattern

from . import health, walls

app_name = "video"
urlpatterns: list[URLPattern] = [
    *health.urlpatterns,
    *walls.urlpatterns,
]
