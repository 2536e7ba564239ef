"""/video/, a module for each group of pages."""

from django.urls import URLPattern

from . import playback, register, rest

app_name = "video"
urlpatterns: list[URLPattern] = [*playback.urlpatterns, *register.urlpatterns]
api_urlpatterns: list[URLPattern] = [*rest.urlpatterns]
