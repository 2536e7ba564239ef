from django.utils.translation import gettext_lazy as _

from portalkit.guards.permissions import Permission


class NotifyPermission(Permission):
    VIEW_OUTBOX = "notify.view_outbox", _("See the outbox of messages")
