from django.urls import URLPattern, path

from .. import api

urlpatterns: list[URLPattern] = [
    path("screens/", api.ScreenList.as_view(), name="screens"),
    path("screens/<int:pk>/", api.ScreenDetail.as_view(), name="screen"),
    path("proof-of-play/", api.ProofOfPlay.as_view(), name="proof-of-play"),
]
