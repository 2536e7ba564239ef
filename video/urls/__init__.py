"""/video/, a module for each group of pages."""

from django.urls import URLPattern

from . import live, playback, register, rest

app_name = "video"
urlpatterns: list[URLPattern] = [*live.urlpatterns, *playback.urlpatterns, *register.urlpatterns]
api_urlpatterns: list[URLPattern] = [*rest.urlpatterns]
