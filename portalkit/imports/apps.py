from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "portalkit.imports"
    label = "imports"
