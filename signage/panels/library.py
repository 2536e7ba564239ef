"""The words of the library: why a file is not taken, what was done to it, how content is shown."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from portalkit.ui.domain.formats import bytes_text

from ..domain.kinds import MediaType
from ..domain.media import Note
from ..domain.refusals import Reason
from ..models import Content, ContentVersion, Upload

_WORDS: Mapping[Reason, Any] = {
    Reason.EMPTY: gettext_lazy("The file is empty."),
    Reason.UNKNOWN: gettext_lazy(
        "This kind of file is not known here. Pictures (JPEG, PNG, WebP, GIF, AVIF), clips (MP4, MOV, WebM), PDF, PPTX and HTML bundles "
        "(ZIP) are taken."
    ),
    Reason.SVG: gettext_lazy("SVG is not taken, since it can carry scripts. Export the drawing as PNG. {0}"),
    Reason.HTML: gettext_lazy("A single HTML page is not taken. Pack it with everything it needs into a ZIP whose top holds index.html."),
    Reason.OFFICE: gettext_lazy("This office file is not taken. Save presentations as PPTX, anything else as PDF."),
    Reason.ARCHIVE: gettext_lazy("This kind of archive is not taken. HTML bundles come as ZIP."),
    Reason.OTHER_MEDIUM: gettext_lazy("A new version has to be of the same medium. Upload this file as content of its own."),
    Reason.SAME_AS_CURRENT: gettext_lazy("This is the very file that the present version was made from. Nothing was changed."),
    Reason.TOO_LARGE: gettext_lazy("The file has {0}; at most {1} are taken."),
    Reason.TOO_MANY_PIXELS: gettext_lazy("The picture says it is {0} × {1} pixels. At most {2} million pixels are taken; scale it down."),
    Reason.TOO_MANY_FRAMES: gettext_lazy("The moving picture has more than {0} frames. Upload it as a clip (MP4)."),
    Reason.BROKEN_PICTURE: gettext_lazy("The picture is damaged or cut off. Export it again."),
    Reason.BROKEN_VIDEO: gettext_lazy("The clip is damaged: its pictures cannot be read. Export it again."),
    Reason.TRUNCATED: gettext_lazy(
        "The clip is cut off: {0} of the {1} bytes that its header promises are there. Copy or export it again."
    ),
    Reason.NO_PICTURE: gettext_lazy("There are no moving pictures in this file."),
    Reason.NO_DECODER: gettext_lazy("Clips of the codec {0} cannot be read here. Export it as MP4 with H.264."),
    Reason.NO_ENCODER: gettext_lazy("This clip would have to be converted, and this server cannot. Export it as MP4 with H.264 and AAC."),
    Reason.TOO_LONG: gettext_lazy("The clip lasts {0} s; at most {1} s are taken."),
    Reason.TOO_WIDE: gettext_lazy("The clip is {0} × {1} pixels; no side may be longer than {2}."),
    Reason.BROKEN_DOCUMENT: gettext_lazy("The document is damaged, or a page of it cannot be drawn. Export it again."),
    Reason.ENCRYPTED: gettext_lazy("The document is locked by a password. Save it without one and upload that."),
    Reason.NO_PAGES: gettext_lazy("The document has no pages."),
    Reason.TOO_MANY_PAGES: gettext_lazy("The document has {0} pages; at most {1} are taken."),
    Reason.NO_CONVERTER: gettext_lazy("Presentations cannot be converted here: export it as PDF and upload that."),
    Reason.CONVERSION_FAILED: gettext_lazy("The presentation could not be converted. Export it as PDF and upload that."),
    Reason.CONVERSION_TOO_SLOW: gettext_lazy("Converting the presentation took too long. Export it as PDF and upload that."),
    Reason.BROKEN_ARCHIVE: gettext_lazy("The archive is damaged, or packed in a way that is not taken. Pack it again as an ordinary ZIP."),
    Reason.NO_INDEX: gettext_lazy("The archive holds no index.html at its top, so it is no HTML bundle."),
    Reason.TOO_MANY_ENTRIES: gettext_lazy("The archive holds {0} files; at most {1} are taken."),
    Reason.BOMB: gettext_lazy("The archive would unpack to far more than it is itself, which is refused. {0}"),
    Reason.BAD_PATH: gettext_lazy("The archive names a file in a way that is not safe: {0}"),
    Reason.CASE_CLASH: gettext_lazy("Two names in the archive would be one file on some systems: {0} and {1}"),
    Reason.LINK: gettext_lazy("The archive holds a link or a special file: {0}"),
    Reason.LOCKED_ENTRY: gettext_lazy("A file in the archive is locked by a password: {0}"),
    Reason.TYPE_NOT_ALLOWED: gettext_lazy("Bundles may not hold this kind of file: {0}"),
    Reason.NESTED_ARCHIVE: gettext_lazy("The archive holds another archive: {0}"),
    Reason.NOT_WHAT_IT_SAYS: gettext_lazy("A file in the archive is not of the kind that its name says: {0}"),
}
_NOTES: Mapping[Note, Any] = {
    Note.REBUILT: gettext_lazy("rebuilt from its pixels"),
    Note.SCALED: gettext_lazy("scaled down"),
    Note.TURNED: gettext_lazy("turned upright"),
    Note.ANIMATED: gettext_lazy("kept moving"),
    Note.KEPT: gettext_lazy("kept as it came"),
    Note.REMUXED: gettext_lazy("wrapped anew, pictures untouched"),
    Note.TRANSCODED: gettext_lazy("converted to H.264"),
    Note.CONVERTED: gettext_lazy("converted by LibreOffice"),
    Note.PAGES: gettext_lazy("pages drawn as pictures"),
    Note.CHECKED: gettext_lazy("checked to the end"),
}
_ICONS: Mapping[str, str] = {
    MediaType.IMAGE: "eye", MediaType.VIDEO: "play", MediaType.DOCUMENT: "file", MediaType.BUNDLE: "globe", MediaType.NOTICE: "note",
}  # fmt: skip
_IN_BYTES = frozenset({Reason.TOO_LARGE})
_MILLION = 1_000_000


@dataclass(frozen=True)
class VersionPanel:
    """A version as the content page shows it. `pages` are the addresses of its pictures, clip or pages."""

    version: ContentVersion
    pages: Sequence[str]
    done: str
    size: int
    is_current: bool
    is_on_air: bool

    @property
    def lasts(self) -> str:
        """Minutes and seconds of a clip; empty for what lasts as long as a playlist says."""
        if self.version.duration_ms is None:
            return ""
        minutes, seconds = divmod(round(self.version.duration_ms / 1000), 60)
        return f"{minutes}:{seconds:02d}"


def words_of(reason: Reason | str, figures: Sequence[int | str] = ()) -> str:
    """Why a file is not taken, and what to do, in the reader's language."""
    try:
        known = Reason(reason)
    except ValueError:
        return _("The file is not taken.")
    shown = [_figure(known, one) for one in figures]
    shown += [""] * (3 - len(shown))
    if known is Reason.TOO_MANY_PIXELS:
        shown[2] = str(int(figures[2]) // _MILLION) if len(figures) > 2 else ""
    return str(_WORDS[known]).format(*shown).strip()


def refusal_words(upload: Upload) -> str:
    """Why an upload was turned down; empty when it was not."""
    if not upload.refusal:
        return ""
    try:
        kept = json.loads(upload.refusal)
    except ValueError:
        return words_of("")
    return words_of(kept["reason"], kept["figures"])


def notes_words(version: ContentVersion) -> str:
    """What was done to the file on its way in."""
    known = {note.value: words for note, words in _NOTES.items()}
    return listed(str(known[note]) for note in version.made_from.get("notes", []) if note in known)


def listed(words: Iterable[str]) -> str:
    """One after another, with the comma of the reader's language between them."""
    return pgettext("between words of a list", ", ").join(words)


def version_panels(versions: Sequence[ContentVersion], *, content: Content, on_air: frozenset[int]) -> list[VersionPanel]:
    """`on_air` are the ids of versions that screens show now."""
    return [
        VersionPanel(
            version=version,
            pages=[media_url(version, file.page) for file in version.files.all()] if content.media != MediaType.BUNDLE else [],
            done=notes_words(version),
            size=sum(file.file.size for file in version.files.all()),
            is_current=version.pk == content.current_id,
            is_on_air=version.pk in on_air,
        )
        for version in versions
    ]


def media_url(version: ContentVersion, page: int = 1) -> str:
    return reverse("signage:library_media", args=[version.pk, page])


def thumbnail_url(content: Content) -> str | None:
    """The picture of a card; None where there is none to show."""
    current = content.current
    return reverse("signage:library_thumbnail", args=[current.pk]) if current and current.thumbnail_id else None


def form_icon(content: Content) -> str:
    """The drawing of its medium, where there is no picture of it."""
    return _ICONS[content.media]


def state_text(content: Content, *, now: datetime) -> str:
    """Whether it may be shown at a moment."""
    if content.is_retired:
        return _("Retired")
    if content.current_id is None:
        return _("No version yet")
    if content.valid_from and now < content.valid_from:
        return _("Not valid yet")
    return _("Expired") if content.valid_to and now >= content.valid_to else _("Usable")


def state_tone(content: Content, *, now: datetime) -> str:
    if content.is_retired:
        return "neutral"
    if content.valid_to and now >= content.valid_to:
        return "bad"
    return "warn" if content.current_id is None or (content.valid_from and now < content.valid_from) else "good"


def _figure(reason: Reason, value: int | str) -> str:
    if isinstance(value, str):
        return value
    return bytes_text(value) if reason in _IN_BYTES else f"{value:,}"
