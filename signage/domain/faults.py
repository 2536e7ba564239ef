"""What can be wrong at a screen: the codes that players report and pages put into words."""

from enum import StrEnum


class FaultCode(StrEnum):
    """NOTHING_VALID and NOT_DOWNLOADED: a schedule that would win has nothing to show.
    BUILT_IN: the player shows its own slide because everything else failed. CLOCK_OFF: the device's clock is more than five minutes off.
    WATCHDOG: the page stood still and was loaded again."""

    NOTHING_VALID = "nothing_valid"
    NOT_DOWNLOADED = "not_downloaded"
    DOWNLOAD_FAILED = "download_failed"
    BAD_MEDIA = "bad_media"
    STORAGE_FULL = "storage_full"
    CLOCK_OFF = "clock_off"
    DECODE_FAILED = "decode_failed"
    AUTOPLAY_REFUSED = "autoplay_refused"
    BUNDLE_UNREACHABLE = "bundle_unreachable"
    WATCHDOG = "watchdog"
    BUILT_IN = "built_in"
