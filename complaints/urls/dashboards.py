from django.urls import path

from ..views import dashboards

urlpatterns = [
    path("complaints/", dashboards.overview, name="overview"),
    path("complaints/trend/", dashboards.trend, name="trend"),
    path("complaints/regions/", dashboards.regions, name="regions"),
    path("complaints/matrix/", dashboards.matrix, name="matrix"),
]
