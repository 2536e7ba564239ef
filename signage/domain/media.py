"""How much of a document is taken, how small a picture of it is kept, and the words for what was done to a file on its way in."""

from enum import StrEnum

THUMBNAIL_SIDE = 480
LARGEST_DOCUMENT = 300 * 1024 * 1024
MOST_PAGES = 100
LONGEST_PAGE_SIDE = 2560
MOST_PARTS = 10_000
MOST_BYTES_OF_PARTS = 1024 * 1024 * 1024
MOST_BYTES_OF_PART = 64 * 1024 * 1024


class Note(StrEnum):
    """What was done to a file on its way in."""

    REBUILT = "rebuilt"
    SCALED = "scaled"
    TURNED = "turned"
    ANIMATED = "animated"
    KEPT = "kept"
    REMUXED = "remuxed"
    TRANSCODED = "transcoded"
    CONVERTED = "converted"
    PAGES = "pages"
    CHECKED = "checked"
