from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "portalkit.jobs"
    label = "jobs"
