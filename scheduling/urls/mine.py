from django.urls import path

from ..api import OwnCalendar
from ..views import feeds, mine, requests

urlpatterns = [
    path("hotline/mine/", mine.mine, name="mine"),
    path("hotline/mine/leave/", mine.ask_leave, name="ask_leave"),
    path("hotline/mine/swap/", mine.ask_swap, name="ask_swap"),
    path("hotline/mine/calendar/", feeds.own_feed, name="own_feed"),
    path("hotline/shifts-of/<str:secret>.ics", OwnCalendar.as_view(), name="shift_feed"),
    path("hotline/mine/requests/<int:pk>/", mine.own_request, name="own_request"),
    path("hotline/requests/", requests.requests, name="requests"),
    path("hotline/requests/<int:pk>/", requests.shift_request, name="request"),
    path("hotline/requests/<int:pk>/decide/", requests.decide_request, name="decide_request"),
]
