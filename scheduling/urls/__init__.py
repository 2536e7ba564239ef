"""/hotline/, a module for each group of pages."""

from django.urls import URLPattern

app_name = "scheduling"
urlpatterns: list[URLPattern] = []
