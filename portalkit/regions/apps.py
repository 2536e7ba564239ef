from django.apps import AppConfig


class RegionsConfig(AppConfig):
    name = "portalkit.regions"
    label = "regions"
