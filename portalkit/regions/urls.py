"""/admin/regions/ and the REST addresses of the regions."""

from django.urls import path

from . import api, views

app_name = "regions"
urlpatterns = [
    path("admin/regions/", views.regions, name="regions"),
    path("admin/new-region/", views.new_region, name="new_region"),
    path("admin/regions/<str:code>/", views.region, name="region"),
    path("admin/regions/<str:code>/change/", views.change_region, name="change_region"),
    path("admin/regions/<str:code>/move/", views.move_region, name="move_region"),
    path("admin/regions/<str:code>/close/", views.close_region, name="close_region"),
    path("admin/regions/<str:code>/reopen/", views.reopen_region, name="reopen_region"),
]
api_urlpatterns = [
    path("regions/", api.RegionList.as_view(), name="regions"),
    path("regions/<str:code>/", api.RegionDetail.as_view(), name="region"),
]
