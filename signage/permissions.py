from django.utils.translation import gettext_lazy as _

from portalkit.guards.permissions import Permission


class SignagePermission(Permission):
    VIEW = "signage.view", _("See screens, content and what is on air")
    EXPORT = "signage.export", _("Download lists and proof of play")
    AUTHOR = "signage.author", _("Upload content, compose playlists, draft schedules")
    APPROVE = "signage.approve", _("Approve what screens play, and take it off air")
    EMERGENCY = "signage.emergency", _("Put an emergency notice on screens at once")
    OPERATE = "signage.operate", _("Pair screens, send them commands")
    MANAGE = "signage.manage", _("Register screens, layouts and tags")
