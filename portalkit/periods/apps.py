from django.apps import AppConfig


class PeriodsConfig(AppConfig):
    name = "portalkit.periods"
    label = "periods"
