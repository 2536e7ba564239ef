"""/video/, a module for each group of pages."""

from django.urls import URLPattern

from . import health, keeping, live, playback, register, rest, walls

app_name = "video"
urlpatterns: list[URLPattern] = [
    *health.urlpatterns,
    *keeping.urlpatterns,
    *live.urlpatterns,
    *playback.urlpatterns,
    *register.urlpatterns,
    *walls.urlpatterns,
]
api_urlpatterns: list[URLPattern] = [*rest.urlpatterns]
