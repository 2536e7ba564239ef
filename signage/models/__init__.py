from .library import Content, ContentVersion, MediaFile, Tag, Upload
from .operation import PlayCount, ScreenCommand, ScreenFault, Screenshot, ScreenStatus
from .programme import KnownCalendar, Playlist, PlaylistItem, Publication, PublicationScreen, Schedule, ScheduleRevision
from .screens import Layout, LayoutZone, Nudge, Pairing, Screen, ScreenManifest

__all__ = [
    "Content",
    "ContentVersion",
    "KnownCalendar",
    "Layout",
    "LayoutZone",
    "MediaFile",
    "Nudge",
    "Pairing",
    "PlayCount",
    "Playlist",
    "PlaylistItem",
    "Publication",
    "PublicationScreen",
    "Schedule",
    "ScheduleRevision",
    "Screen",
    "ScreenCommand",
    "ScreenFault",
    "ScreenManifest",
    "ScreenStatus",
    "Screenshot",
    "Tag",
    "Upload",
]
