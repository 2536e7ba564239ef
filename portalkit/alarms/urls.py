"""/alarms/ and /api/v1/alarms/."""

from django.urls import path

from . import api, views

app_name = "alarms"
urlpatterns = [
    path("alarms/", views.alarms, name="list"),
    path("alarms/header/", views.header, name="header"),
    path("alarms/figures/", views.figures, name="figures"),
    path("alarms/subscriptions/", views.subscriptions, name="subscriptions"),
    path("alarms/subscriptions/<int:pk>/end/", views.unsubscribe, name="unsubscribe"),
    path("alarms/<int:pk>/", views.alarm, name="alarm"),
    path("alarms/<int:pk>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("alarms/<int:pk>/unacknowledge/", views.unacknowledge, name="unacknowledge"),
    path("alarms/<int:pk>/clear/", views.clear, name="clear"),
]
api_urlpatterns = [
    path("alarms/", api.AlarmList.as_view(), name="alarms"),
    path("alarms/<int:pk>/", api.AlarmDetail.as_view(), name="alarm"),
]
