from django.apps import AppConfig


class NocPortalConfig(AppConfig):
    name = "noc_portal"

    def ready(self) -> None:
        from . import tasks  # noqa: F401
