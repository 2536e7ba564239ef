"""/jobs/ and /api/v1/jobs/."""

from django.urls import path

from . import api, views

app_name = "jobs"
urlpatterns = [
    path("jobs/", views.jobs, name="list"),
    path("jobs/header/", views.header, name="header"),
    path("jobs/<int:pk>/", views.job, name="job"),
    path("jobs/<int:pk>/progress/", views.job_progress, name="progress"),
    path("jobs/<int:pk>/cancel/", views.cancel_job, name="cancel"),
]
api_urlpatterns = [
    path("jobs/", api.JobList.as_view(), name="jobs"),
    path("jobs/<int:pk>/", api.JobDetail.as_view(), name="job"),
    path("jobs/<int:pk>/cancel/", api.JobCancel.as_view(), name="job_cancel"),
]
