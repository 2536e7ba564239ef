"""What the search for repeats knows of a ticket."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Dispatch:
    """`numbers` are the keyed hashes of all its telephone numbers, `place` the region it belongs to, `text` as received.

    `answered_at` is when it was answered first (replied, solved or filed), None while it is open. Empty text means not known.
    """

    id: int
    at: datetime
    text: str
    numbers: tuple[str, ...] = ()
    crm_no: str = ""
    cell: str = ""
    place: int = 0
    service_class: str = ""
    answered_at: datetime | None = None
