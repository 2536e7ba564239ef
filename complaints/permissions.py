from django.utils.translation import gettext_lazy as _

from portalkit.guards.permissions import Permission


class ComplaintsPermission(Permission):
    VIEW = "complaints.view", _("See complaint figures and tickets")
    REVEAL = "complaints.reveal", _("Show a full subscriber number, with a reason")
    IMPORT = "complaints.import", _("Import tickets and subscriber counts")
    MANAGE_MAPPINGS = "complaints.manage_mappings", _("Map categories and causes")
    MANAGE_PUBLISHED = "complaints.manage_published", _("Enter published rates")
    ANNOTATE = "complaints.annotate", _("Set targets and note events")
    EXPORT = "complaints.export", _("Download complaint lists and charts")
