from django.utils.translation import gettext_lazy as _

from portalkit.guards.permissions import Permission


class AlarmsPermission(Permission):
    VIEW = "alarms.view", _("See alarms and subscribe to them")
    ACKNOWLEDGE = "alarms.acknowledge", _("Acknowledge alarms and take that back")
    CLEAR = "alarms.clear", _("Clear alarms by hand")
