from django.utils.translation import gettext_lazy as _

from portalkit.guards.permissions import Permission


class VideoPermission(Permission):
    VIEW = "video.view", _("Watch the cameras of halls, live and recorded")
    EXPORT = "video.export", _("Download lists of cameras and storage nodes")
    EXPORT_EVIDENCE = "video.export_evidence", _("Export footage as evidence")
    HOLD = "video.hold", _("Keep footage from being deleted, and let it go again")
    IMPORT = "video.import", _("Import cameras")
    MANAGE = "video.manage", _("Register cameras, storage nodes, volumes and allowed addresses")
    OPERATE = "video.operate", _("Start, stop and move recording")
