from django.utils.translation import gettext_lazy as _

from portalkit.guards.permissions import Permission


class RegionsPermission(Permission):
    VIEW = "regions.view", _("See the regions")
    MANAGE = "regions.manage", _("Add, change, move and close regions")
