"""What makes two alarms the same one, and how grave one is. Terms of ITU-T X.733 (1992)."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256


class EventType(StrEnum):
    COMMUNICATIONS = "communications"
    QUALITY_OF_SERVICE = "quality_of_service"
    PROCESSING_ERROR = "processing_error"
    EQUIPMENT = "equipment"
    ENVIRONMENTAL = "environmental"


class Severity(StrEnum):
    """Perceived severity of an open alarm, gravest first. INDETERMINATE: nobody can say yet, so it ranks lowest."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"
    WARNING = "warning"
    INDETERMINATE = "indeterminate"

    @property
    def rank(self) -> int:
        """0 is the gravest."""
        return _ORDER.index(self)

    def is_at_least(self, other: "Severity") -> bool:
        return self.rank <= other.rank


_ORDER = list(Severity)
CLEARED = "cleared"


@dataclass(frozen=True)
class Identity:
    """Managed object class and instance, event type, probable cause, specific problem."""

    object_class: str
    object_instance: str
    event_type: EventType
    probable_cause: str
    specific_problem: str

    @property
    def key(self) -> str:
        """A short name of the identity: the same for the same five parts, and for no others."""
        parts = (self.object_class, self.object_instance, str(self.event_type), self.probable_cause, self.specific_problem)
        return sha256("".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()[:40]
