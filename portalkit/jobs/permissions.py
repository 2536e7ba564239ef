from django.utils.translation import gettext_lazy as _

from portalkit.guards.permissions import Permission


class JobsPermission(Permission):
    VIEW_ALL = "jobs.view_all", _("See everybody's jobs")
    MANAGE = "jobs.manage", _("Cancel everybody's jobs")
