from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "portalkit.ui"
    label = "ui"
