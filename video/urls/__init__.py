"""/video/, a module for each group of pages."""

from django.urls import URLPattern

from . import register, rest

app_name = "video"
urlpatterns: list[URLPattern] = [*register.urlpatterns]
api_urlpatterns: list[URLPattern] = [*rest.urlpatterns]
