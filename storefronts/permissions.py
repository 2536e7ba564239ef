from django.utils.translation import gettext_lazy as _

from portalkit.guards.permissions import Permission


class StorefrontsPermission(Permission):
    VIEW = "storefronts.view", _("See business halls")
    EXPORT = "storefronts.export", _("Download lists of business halls")
    IMPORT = "storefronts.import", _("Import business halls")
    MANAGE = "storefronts.manage", _("Add and change business halls")
