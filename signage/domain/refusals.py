"""Why content is not taken in."""

from enum import StrEnum
from typing import Any


class Refusal(StrEnum):
    """EMPTY to TOO_LARGE concern the file as such; the rest what is in it."""

    EMPTY = "empty"
    UNKNOWN_TYPE = "unknown_type"
    SVG = "svg"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_FRAMES = "too_many_frames"
    BROKEN_PICTURE = "broken_picture"
    NO_VIDEO = "no_video"
    BROKEN_VIDEO = "broken_video"
    TRUNCATED_VIDEO = "truncated_video"
    VIDEO_TOO_LONG = "video_too_long"
    VIDEO_TOO_WIDE = "video_too_wide"
    CODEC_UNKNOWN = "codec_unknown"
    BROKEN_DOCUMENT = "broken_document"
    LOCKED_DOCUMENT = "locked_document"
    TOO_MANY_PAGES = "too_many_pages"
    NO_CONVERTER = "no_converter"
    CONVERSION_FAILED = "conversion_failed"
    BROKEN_ARCHIVE = "broken_archive"
    LOCKED_ARCHIVE = "locked_archive"
    NO_INDEX = "no_index"
    TOO_MANY_ENTRIES = "too_many_entries"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    BAD_ENTRY_NAME = "bad_entry_name"
    ENTRY_TWICE = "entry_twice"
    ENTRY_LINK = "entry_link"
    ENTRY_TYPE = "entry_type"


class ContentRefused(Exception):
    """`about` holds what the words need: `name`, `limit`, `found`."""

    def __init__(self, code: Refusal, **about: Any) -> None:
        super().__init__(code)
        self.code = code
        self.about = about
