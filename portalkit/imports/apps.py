from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    default = True
    name = "portalkit.imports"
    label = "imports"
    verbose_name = _("Data imports")

    def ready(self) -> None:
        from portalkit.audit.domain.actions import name_actions

        from . import tasks  # noqa: F401
        from .domain.registry import register
        from .services.region_kind import REGIONS

        register(REGIONS)
        name_actions(_ACTIONS)


class ImportTables(AppConfig):
    """The tables alone, for a program that does none of the work."""

    name = "portalkit.imports"
    label = "imports"


_ACTIONS = {
    "imports.receive": _("File uploaded"),
    "imports.choose_table": _("Sheet of an import chosen"),
    "imports.map": _("Columns of an import mapped"),
    "imports.check": _("Import checked"),
    "imports.commit": _("Import taken over"),
    "imports.cancel": _("Import cancelled"),
    "imports.refuse": _("Import refused"),
    "imports.undo": _("Import undone"),
    "imports.undo_refused": _("Undoing an import refused"),
}
