"""The alarms of hall video, as data for `portalkit.alarms`."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from portalkit.alarms.domain.identity import EventType
from portalkit.alarms.domain.kinds import AlarmKind
from portalkit.periods.domain.calendar import SHANGHAI
from portalkit.ui.domain.formats import datetime_text

from ..models import CameraEvent, Volume
from ..models.recording import CAUSES
from .watching import NEVER_HEARD, NO_NODE, NODE_LOST, NOT_RECORDING, PICTURE_FAULT, SPOOL_LAG, UNSTABLE, VOLUME_FAILED, VOLUME_FULL


def _moment(text: Any) -> str:
    return datetime_text(datetime.fromisoformat(str(text)).astimezone(SHANGHAI))


_NO_WORD = {NO_NODE: _("It has no storage node"), NEVER_HEARD: _("Its storage node has never spoken of it")}

ALARM_KINDS = (
    AlarmKind(
        code=NOT_RECORDING,
        object_class="camera",
        event_type=EventType.COMMUNICATIONS,
        probable_cause="lossOfSignal",
        label=_("Camera is not recorded"),
        text=_("{region}, {camera}: not recorded since {since} ({cause})"),
        words={"cause": {str(cause): label for cause, label in CAUSES.items()} | _NO_WORD},
        formats={"since": _moment},
    ),
    AlarmKind(
        code=UNSTABLE,
        object_class="camera",
        event_type=EventType.QUALITY_OF_SERVICE,
        probable_cause="degradedSignal",
        label=_("Camera breaks off again and again"),
        text=_("{region}, {camera}: several gaps within an hour"),
    ),
    AlarmKind(
        code=PICTURE_FAULT,
        object_class="camera",
        event_type=EventType.QUALITY_OF_SERVICE,
        probable_cause="equipmentMalfunction",
        label=_("Camera records no usable picture"),
        text=_("{region}, {camera}: {fault} since {since}"),
        words={"fault": dict(CameraEvent.Kind.choices)},
        formats={"since": _moment},
    ),
    AlarmKind(
        code=NODE_LOST,
        object_class="storage_node",
        event_type=EventType.COMMUNICATIONS,
        probable_cause="communicationsSubsystemFailure",
        label=_("Storage node is silent"),
        text=_("{node}: no heartbeat since {since}; it is not known whether its {cameras} cameras are recorded"),
        formats={"since": _moment},
    ),
    AlarmKind(
        code=SPOOL_LAG,
        object_class="storage_node",
        event_type=EventType.QUALITY_OF_SERVICE,
        probable_cause="queueSizeExceeded",
        label=_("Index of a storage node is behind"),
        text=_("{node}: rows of the index have been waiting for the centre since {since}"),
        formats={"since": _moment},
    ),
    AlarmKind(
        code=VOLUME_FULL,
        object_class="volume",
        event_type=EventType.PROCESSING_ERROR,
        probable_cause="storageCapacityProblem",
        label=_("Volume is full"),
        text=_("{node}: volume {volume} is full"),
    ),
    AlarmKind(
        code=VOLUME_FAILED,
        object_class="volume",
        event_type=EventType.EQUIPMENT,
        probable_cause="diskProblem",
        label=_("Volume cannot be used"),
        text=_("{node}: volume {volume} cannot be used ({state})"),
        words={"state": {str(state.value): state.label for state in Volume.State}},
    ),
)
