"""Tables of hall video, a module for each group."""

from .evidence import EvidenceExport, LegalHold
from .keeping import Holding, VolumeOutlook
from .recording import CameraEvent, Gap, PictureLook, RecordingLease, Segment
from .register import AddressRule, Camera, StorageNode, Volume
from .status import CameraStatus, NodeStatus
from .walls import WallLayout, WallPlace

__all__ = [
    "AddressRule",
    "Camera",
    "CameraEvent",
    "CameraStatus",
    "EvidenceExport",
    "Gap",
    "Holding",
    "LegalHold",
    "NodeStatus",
    "PictureLook",
    "RecordingLease",
    "Segment",
    "StorageNode",
    "Volume",
    "VolumeOutlook",
    "WallLayout",
    "WallPlace",
]
