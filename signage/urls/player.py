from django.urls import URLPattern, path

from ..views import player, player_media, player_pairing

urlpatterns: list[URLPattern] = [
    path("player/time", player.time, name="player_time"),
    path("player/manifest", player.manifest, name="player_manifest"),
    path("player/report", player.report, name="player_report"),
    path("player/proof", player.proof, name="player_proof"),
    path("player/screenshot", player.screenshot, name="player_screenshot"),
    path("player/pairing", player_pairing.new_pairing, name="player_new_pairing"),
    path("player/pairing/<uuid:key>", player_pairing.pairing, name="player_pairing"),
    path("player/media/<str:sha256>", player_media.player_media, name="player_media"),
    path("player/media-check/<str:sha256>", player_media.media_check, name="player_media_check"),
    path("player/bundles/<str:expires>/<str:signed>/<str:sha256>/<path:path>", player_media.bundle, name="player_bundle"),
]
