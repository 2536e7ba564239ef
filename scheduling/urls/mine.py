from django.urls import path

from ..views import mine, requests

urlpatterns = [
    path("hotline/mine/", mine.mine, name="mine"),
    path("hotline/mine/leave/", mine.ask_leave, name="ask_leave"),
    path("hotline/mine/swap/", mine.ask_swap, name="ask_swap"),
    path("hotline/mine/requests/<int:pk>/", mine.own_request, name="own_request"),
    path("hotline/requests/", requests.requests, name="requests"),
    path("hotline/requests/<int:pk>/", requests.shift_request, name="request"),
    path("hotline/requests/<int:pk>/decide/", requests.decide_request, name="decide_request"),
]
