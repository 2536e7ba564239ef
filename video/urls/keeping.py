from django.urls import path

from ..views import evidence, holds, retention

urlpatterns = [
    path("video/retention/", retention.retention, name="retention"),
    path("video/retention/volumes/", retention.retention_volumes, name="retention_volumes"),
    path("video/retention/cameras/<str:gb_id>/", retention.kept_camera, name="kept_camera"),
    path("video/holds/", holds.holds, name="holds"),
    path("video/holds/new/", holds.new_hold, name="new_hold"),
    path("video/holds/<int:pk>/", holds.hold, name="hold"),
    path("video/cameras/<str:gb_id>/export/", evidence.ask_export, name="ask_export"),
    path("video/exports/", evidence.evidence_list, name="exports"),
    path("video/exports/<int:pk>/", evidence.evidence, name="evidence"),
    path("video/exports/<int:pk>/<slug:what>/", evidence.evidence_file, name="evidence_file"),
]
