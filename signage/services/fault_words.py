"""What players report as faults, in words for people."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..domain.faults import FaultCode

FAULT_LABELS: Mapping[str, Any] = {
    FaultCode.NOTHING_VALID: _("Nothing of a schedule is valid"),
    FaultCode.NOT_DOWNLOADED: _("Content of a schedule is not there yet"),
    FaultCode.DOWNLOAD_FAILED: _("Download fails"),
    FaultCode.BAD_MEDIA: _("A file is damaged"),
    FaultCode.STORAGE_FULL: _("Storage is full"),
    FaultCode.CLOCK_OFF: _("The clock is wrong"),
    FaultCode.DECODE_FAILED: _("A file cannot be shown"),
    FaultCode.AUTOPLAY_REFUSED: _("The browser does not let clips start"),
    FaultCode.BUNDLE_UNREACHABLE: _("An HTML bundle cannot be reached"),
    FaultCode.WATCHDOG: _("The page stood still and was loaded again"),
    FaultCode.BUILT_IN: _("It shows its own slide because everything else failed"),
}
