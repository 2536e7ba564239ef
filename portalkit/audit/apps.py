from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "portalkit.audit"
    label = "audit"
