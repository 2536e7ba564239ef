from django.apps import AppConfig


class TablesConfig(AppConfig):
    name = "portalkit.tables"
    label = "tables"
