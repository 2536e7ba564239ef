from django.utils.translation import gettext_lazy as _

from portalkit.guards.permissions import Permission


class ImportsPermission(Permission):
    UPLOAD = "imports.upload", _("Upload and import files")
    VIEW = "imports.view", _("See the imports")
    UNDO = "imports.undo", _("Undo imports")
