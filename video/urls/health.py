from django.urls import path

from ..views import health

urlpatterns = [
    path("video/", health.overview, name="overview"),
    path("video/state/", health.overview_state, name="overview_state"),
    path("video/halls/", health.halls, name="halls"),
    path("video/halls/<str:code>/", health.hall, name="hall"),
    path("video/halls/<str:code>/state/", health.hall_state, name="hall_state"),
    path("video/nodes/<slug:name>/health/", health.node_health, name="node_health"),
    path("video/nodes/<slug:name>/health/state/", health.node_state, name="node_state"),
]
