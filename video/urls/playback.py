from django.urls import path

from ..views import media, playback

urlpatterns = [
    path("video/cameras/<str:gb_id>/playlist.m3u8", media.playlist, name="playlist"),
    path("video/segments/<int:pk>.mp4", media.media, name="media"),
    path("video/cameras/<str:gb_id>/play/", playback.play, name="play"),
    path("video/playback/", playback.playback, name="playback"),
    path("video/playback/timeline.json", playback.timeline, name="timeline"),
]
