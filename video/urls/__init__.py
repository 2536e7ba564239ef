"""/video/, a module for each group of pages."""

from django.urls import URLPattern

app_name = "video"
urlpatterns: list[URLPattern] = []
api_urlpatterns: list[URLPattern] = []
