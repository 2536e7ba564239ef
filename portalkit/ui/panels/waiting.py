"""Work that waits for the caller: a line of the start page."""

from dataclasses import dataclass

from portalkit.ui.domain.tones import Tone


@dataclass(frozen=True)
class Waiting:
    """`count` things of one kind; `url` is the page that lists exactly those."""

    label: str
    count: int
    url: str
    icon: str
    tone: Tone = Tone.INFO
