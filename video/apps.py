from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VideoConfig(AppConfig):
    default = True
    name = "video"
    verbose_name = _("Hall video")


class VideoTables(AppConfig):
    """The tables alone, for a program that does none of the work."""

    name = "video"
