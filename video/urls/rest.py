from django.urls import path

from .. import api

urlpatterns = [
    path("cameras/", api.CameraList.as_view(), name="cameras"),
    path("cameras/<str:gb_id>/", api.CameraDetail.as_view(), name="camera"),
]
