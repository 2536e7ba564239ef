"""The words that content, schedules and screens are sorted by."""

from datetime import date
from enum import IntEnum, StrEnum


class ContentKind(StrEnum):
    """What content is for: the seven kinds that one platform carries."""

    BRAND = "brand"
    SERVICE = "service"
    PROMOTION = "promotion"
    TRAINING = "training"
    EMERGENCY = "emergency"
    SECURITY = "security"
    ADVERT = "advert"


class MediaType(StrEnum):
    """What content is made of. A document is shown page by page, a bundle is HTML in a sandbox, a notice is text written in a form."""

    IMAGE = "image"
    VIDEO = "video"
    DOCUMENT = "document"
    BUNDLE = "bundle"
    NOTICE = "notice"


class ScheduleKind(StrEnum):
    """LOOP plays by priority; ADVERT by share of voice; OVERLAY is a ticker; EMERGENCY takes the screen; DEFAULT fills what is left."""

    LOOP = "loop"
    ADVERT = "advert"
    OVERLAY = "overlay"
    EMERGENCY = "emergency"
    DEFAULT = "default"


class Severity(IntEnum):
    """How grave an emergency is; a graver one is alone on the screen."""

    NOTICE = 1
    WARNING = 2
    DANGER = 3


class Transition(StrEnum):
    CUT = "cut"
    FADE = "fade"
    SLIDE = "slide"


class HolidayRule(StrEnum):
    """What public holidays do to a schedule. A make-up workday counts as worked for WORKDAYS and as an ordinary day otherwise."""

    IGNORE = "ignore"
    SKIP = "skip"
    ONLY = "only"
    WORKDAYS = "workdays"
    DAYS_OFF = "days_off"


class CommandKind(StrEnum):
    RELOAD = "reload"
    SCREENSHOT = "screenshot"
    VOLUME = "volume"
    HOURS = "hours"


LOWEST_PRIORITY, HIGHEST_PRIORITY = 0, 9
MAIN_ZONE = "main"
# The days that a schedule may name: what lies beyond is a slip of the finger, and the ends of the calendar break sums of days.
PLANNED = (date(2000, 1, 1), date(2100, 12, 31))
CHUNK_BYTES = 4 * 1024 * 1024
