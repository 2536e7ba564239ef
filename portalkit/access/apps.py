from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "portalkit.access"
    label = "access"
