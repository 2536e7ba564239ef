from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "portalkit.approvals"
    label = "approvals"
