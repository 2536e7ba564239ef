from django.utils.translation import gettext_lazy as _

from portalkit.guards.permissions import Permission


class CalendarsPermission(Permission):
    MANAGE = "calendars.manage", _("Set public holidays and working hours")
