from django.apps import AppConfig


class ChartsConfig(AppConfig):
    name = "portalkit.charts"
    label = "charts"
