from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portalkit.audit.domain.actions import name_actions


class RegionsConfig(AppConfig):
    name = "portalkit.regions"
    label = "regions"
    verbose_name = _("Regions")

    def ready(self) -> None:
        name_actions(_ACTIONS)


_ACTIONS = {
    "regions.create": _("Region added"),
    "regions.change": _("Region changed"),
    "regions.rename": _("Region renamed"),
    "regions.move": _("Region moved"),
    "regions.close": _("Region closed"),
    "regions.reopen": _("Region opened again"),
    "regions.upsert": _("Regions brought up to date"),
}
