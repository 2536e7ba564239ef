from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "portalkit.notify"
    label = "notify"
