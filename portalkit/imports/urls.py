"""/imports/ and the REST addresses of the imports."""

from django.urls import path

from . import api
from .views import batch, mapping, upload

app_name = "imports"
urlpatterns = [
    path("imports/", upload.imports, name="list"),
    path("imports/upload/", upload.upload, name="upload"),
    path("imports/<int:pk>/", batch.detail, name="detail"),
    path("imports/<int:pk>/map/", mapping.map_columns, name="map"),
    path("imports/<int:pk>/table/", mapping.choose, name="table"),
    path("imports/<int:pk>/check/", batch.check, name="check"),
    path("imports/<int:pk>/commit/", batch.commit, name="commit"),
    path("imports/<int:pk>/cancel/", batch.cancel, name="cancel"),
    path("imports/<int:pk>/undo/", batch.undo, name="undo"),
    path("imports/<int:pk>/progress/", batch.progress, name="progress"),
    path("imports/<int:pk>/original/", batch.original, name="original"),
    path("imports/<int:pk>/errors/", batch.errors, name="errors"),
]
api_urlpatterns = [
    path("imports/", api.ImportList.as_view(), name="imports"),
    path("imports/<int:pk>/", api.ImportDetail.as_view(), name="import"),
    path("imports/<int:pk>/commit/", api.ImportCommit.as_view(), name="import-commit"),
    path("imports/<int:pk>/undo/", api.ImportUndo.as_view(), name="import-undo"),
    path("imports/<int:pk>/errors/", api.ImportErrors.as_view(), name="import-errors"),
]
