"""Refusals in the reader's words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ..domain.refusals import ContentRefused, Refusal

_TEXTS: dict[Refusal, Any] = {
    Refusal.EMPTY: _("The file is empty."),
    Refusal.UNKNOWN_TYPE: _(
        "What is in the file is no picture (JPEG, PNG, WebP, GIF, AVIF), clip (MP4, MOV, WebM), PDF, PPTX or HTML bundle."
    ),
    Refusal.SVG: _("SVG may hold scripts and is not taken. Save the drawing as PNG."),
    Refusal.TOO_LARGE: _("The file is too large."),
    Refusal.TOO_MANY_PIXELS: _("The picture has too many pixels {found}: at most {limit} million are decoded."),
    Refusal.TOO_MANY_FRAMES: _("The moving picture has too many or too large frames. Up to {limit} frames are taken; make a clip of it."),
    Refusal.BROKEN_PICTURE: _("The picture cannot be decoded to its end: it is damaged or cut off."),
    Refusal.NO_VIDEO: _("The file holds no pictures."),
    Refusal.BROKEN_VIDEO: _("The clip cannot be read: it is damaged or cut off."),
    Refusal.TRUNCATED_VIDEO: _("The clip is cut off: {found} of {limit} are there. Copy it again from its source."),
    Refusal.VIDEO_TOO_LONG: _("The clip is longer than {limit} minutes."),
    Refusal.VIDEO_TOO_WIDE: _("The clip has {found} pixels: at most {limit} on a side are taken."),
    Refusal.CODEC_UNKNOWN: _("The pictures are coded in a way that is not known here ({found}). Save the clip as H.264."),
    Refusal.BROKEN_DOCUMENT: _("The document cannot be read: it is damaged."),
    Refusal.LOCKED_DOCUMENT: _("The document is locked with a password. Save it without one."),
    Refusal.TOO_MANY_PAGES: _("The document has {found} pages: up to {limit} are taken."),
    Refusal.NO_CONVERTER: _("Presentations cannot be converted here: LibreOffice is not installed. Export it as PDF."),
    Refusal.CONVERSION_FAILED: _("The presentation could not be converted. Export it as PDF."),
    Refusal.BROKEN_ARCHIVE: _("The archive cannot be read: it is damaged."),
    Refusal.LOCKED_ARCHIVE: _("The archive is locked with a password."),
    Refusal.NO_INDEX: _("The bundle has no index.html at its top."),
    Refusal.TOO_MANY_ENTRIES: _("The bundle holds {found} files: up to {limit} are taken."),
    Refusal.UNPACKS_TOO_LARGE: _("The bundle unpacks to more than {limit} MiB, or {name} is packed more tightly than honest files are."),
    Refusal.BAD_ENTRY_NAME: _("A file in the bundle has a name that leads out of it or cannot be used: {name}"),
    Refusal.ENTRY_TWICE: _("Two files in the bundle differ in case alone or not at all: {name}"),
    Refusal.ENTRY_LINK: _("The bundle holds a link instead of a file: {name}"),
    Refusal.ENTRY_TYPE: _("A file in the bundle is of a kind that is not served: {name}"),
}


def refusal_text(error: ContentRefused) -> str:
    return str(_TEXTS[error.code]).format_map(_Blank(error.about))


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""
