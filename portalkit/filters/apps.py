from django.apps import AppConfig


class FiltersConfig(AppConfig):
    name = "portalkit.filters"
    label = "filters"
