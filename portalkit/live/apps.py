from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "portalkit.live"
    label = "live"
