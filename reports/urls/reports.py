from django.urls import path

from ..views import reports

urlpatterns = [
    path("reports/", reports.reports, name="list"),
    path("reports/open/", reports.open_report, name="open"),
    path("reports/generate/", reports.generate, name="generate"),
    path("reports/<int:pk>/", reports.report, name="report"),
    path("reports/<int:pk>/compare/", reports.compare, name="compare"),
    path("reports/<int:pk>/v<int:number>/", reports.version, name="version"),
    path("reports/<int:pk>/v<int:number>/publish/", reports.publish, name="publish"),
    path("reports/<int:pk>/v<int:number>/<slug:file_format>/", reports.download, name="download"),
]
