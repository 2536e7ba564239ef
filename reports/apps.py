from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        from portalkit.audit.domain.actions import name_actions

        from . import tasks  # noqa: F401

        name_actions(_ACTIONS)


_ACTIONS = {
    "reports.generate": _("Report generated"),
    "reports.publish": _("Report published"),
    "reports.download": _("Report downloaded"),
    "reports.set_schedule": _("Schedule of reports set"),
    "reports.subscribe": _("Report subscribed to"),
    "reports.unsubscribe": _("Subscription to a report ended"),
    "reports.revise_commentary": _("Commentary written"),
    "reports.submit_commentary": _("Commentary submitted"),
    "reports.withdraw_commentary": _("Commentary taken back"),
    "reports.approve_commentary": _("Commentary approved"),
    "reports.send_back_commentary": _("Commentary sent back"),
    "reports.drop_commentary": _("Commentary deleted"),
}
