"""Why something is not taken into the library. The words for people are made at the edge, in the reader's language."""

from enum import StrEnum


class Reason(StrEnum):
    """What is wrong with a file. What each one's figures mean stands beside it."""

    EMPTY = "empty"
    UNKNOWN = "unknown"
    SVG = "svg"
    HTML = "html"
    OFFICE = "office"
    ARCHIVE = "archive"
    OTHER_MEDIUM = "other_medium"  # the medium there was, the medium that came
    SAME_AS_CURRENT = "same_as_current"
    TOO_LARGE = "too_large"  # bytes, most bytes
    TOO_MANY_PIXELS = "too_many_pixels"  # width, height, most pixels
    TOO_MANY_FRAMES = "too_many_frames"  # most frames
    BROKEN_PICTURE = "broken_picture"
    BROKEN_VIDEO = "broken_video"
    TRUNCATED = "truncated"  # what was found, what was claimed
    NO_PICTURE = "no_picture"
    NO_DECODER = "no_decoder"  # codec
    NO_ENCODER = "no_encoder"
    TOO_LONG = "too_long"  # seconds, most seconds
    TOO_WIDE = "too_wide"  # width, height, longest side
    BROKEN_DOCUMENT = "broken_document"
    ENCRYPTED = "encrypted"
    NO_PAGES = "no_pages"
    TOO_MANY_PAGES = "too_many_pages"  # pages, most pages
    NO_CONVERTER = "no_converter"
    CONVERSION_FAILED = "conversion_failed"
    CONVERSION_TOO_SLOW = "conversion_too_slow"
    BROKEN_ARCHIVE = "broken_archive"
    NO_INDEX = "no_index"
    TOO_MANY_ENTRIES = "too_many_entries"  # entries, most entries
    BOMB = "bomb"  # name of the entry, or empty for all together
    BAD_PATH = "bad_path"  # name
    CASE_CLASH = "case_clash"  # name, other name
    LINK = "link"  # name
    LOCKED_ENTRY = "locked_entry"  # name
    TYPE_NOT_ALLOWED = "type_not_allowed"  # name
    NESTED_ARCHIVE = "nested_archive"  # name
    NOT_WHAT_IT_SAYS = "not_what_it_says"  # name


class MediaRefused(Exception):
    """The file is not taken. `figures` are what the words about the reason name."""

    def __init__(self, reason: Reason, *figures: int | str) -> None:
        super().__init__(reason.value, *figures)
        self.reason = reason
        self.figures = figures
