from django.apps import AppConfig


class NocPortalConfig(AppConfig):
    name = "noc_portal"
