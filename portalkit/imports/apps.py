from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "portalkit.imports"
    label = "imports"

    def ready(self) -> None:
        from . import tasks  # noqa: F401
        from .domain.registry import register
        from .services.region_kind import REGIONS

        register(REGIONS)
