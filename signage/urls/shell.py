from django.urls import URLPattern, path

from ..views import open_player, shell

urlpatterns: list[URLPattern] = [
    path("signage/screens/<int:pk>/open/", open_player.open_player, name="open_player"),
    path("player/", shell.shell, name="player"),
    path("player/sw.js", shell.service_worker, name="player_service_worker"),
    path("player/app.webmanifest", shell.application, name="player_app"),
]
