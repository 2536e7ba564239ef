"""/signage/ for people, /player/ for screens; a module for each group of pages."""

from django.urls import URLPattern

from . import library, player, programme, rest, screens, shell

app_name = "signage"
urlpatterns: list[URLPattern] = [
    *library.urlpatterns,
    *programme.urlpatterns,
    *screens.urlpatterns,
    *player.urlpatterns,
    *shell.urlpatterns,
]
api_urlpatterns: list[URLPattern] = [*rest.urlpatterns]
