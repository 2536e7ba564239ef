from django.utils.translation import gettext_lazy as _

from portalkit.guards.permissions import Permission


class ReportsPermission(Permission):
    VIEW = "reports.view", _("See and download reports")
    GENERATE = "reports.generate", _("Generate reports")
    COMMENT = "reports.comment", _("Write commentary in reports")
    APPROVE = "reports.approve", _("Approve commentary of others")
    PUBLISH = "reports.publish", _("Publish reports")
    SUBSCRIBE = "reports.subscribe", _("Subscribe to reports")
    MANAGE = "reports.manage", _("Set the schedule of reports and subscribe others")
