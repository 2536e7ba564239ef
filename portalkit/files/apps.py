from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "portalkit.files"
    label = "files"
