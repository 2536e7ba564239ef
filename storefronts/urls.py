"""/halls/ and the REST addresses of the halls."""

from django.urls import path

from . import api, views

app_name = "storefronts"
urlpatterns = [
    path("halls/", views.halls, name="halls"),
    path("new-hall/", views.new_hall, name="new_hall"),
    path("halls/<str:code>/", views.hall, name="hall"),
    path("halls/<str:code>/change/", views.change_hall, name="change_hall"),
]
api_urlpatterns = [
    path("halls/", api.HallList.as_view(), name="halls"),
    path("halls/<str:code>/", api.HallDetail.as_view(), name="hall"),
]
