"""/calendar/: special days and working hours."""

from django.urls import path

from . import views

app_name = "calendars"
urlpatterns = [
    path("calendar/", views.year, name="year"),
    path("calendar/days/new/", views.new_day, name="new_day"),
    path("calendar/days/<int:pk>/", views.change_day, name="change_day"),
    path("calendar/days/<int:pk>/remove/", views.remove_day, name="remove_day"),
    path("calendar/hours/new/", views.new_hours, name="new_hours"),
    path("calendar/hours/<slug:code>/", views.change_hours, name="change_hours"),
]
