from django.urls import URLPattern, path

from ..views import shell

urlpatterns: list[URLPattern] = [
    path("player/", shell.shell, name="player"),
    path("player/sw.js", shell.service_worker, name="player_service_worker"),
    path("player/app.webmanifest", shell.application, name="player_app"),
]
