"""/video/, a module for each group of pages."""

from django.urls import URLPattern

from . import playback

app_name = "video"
urlpatterns: list[URLPattern] = [
    *playback.urlpatterns,
]
