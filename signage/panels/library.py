"""What was done to a file when it was taken in, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ..models import ContentVersion

_NOTES = {
    "rebuilt": _("rebuilt from its pixels; hidden data is gone"),
    "kept": _("kept as it came"),
    "remuxed": _("the same pictures in a file that plays at once"),
    "transcoded": _("encoded anew as H.264"),
    "pages": _("turned into pictures, page by page"),
    "slides": _("converted by LibreOffice"),
    "bundle": _("checked file by file"),
}


def made_notes(version: ContentVersion) -> list[Any]:
    return [_NOTES[note] for note in version.made_from.get("notes", []) if note in _NOTES]
