from django.urls import path

from ..views import live

urlpatterns = [
    path("video/cameras/<str:gb_id>/live/", live.live, name="live"),
    path("video/cameras/<str:gb_id>/live/address.json", live.live_address, name="live_address"),
    path("video/cameras/<str:gb_id>/snapshot.jpg", live.snapshot, name="snapshot"),
]
