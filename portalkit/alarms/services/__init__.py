"""Raises and clears alarms, keeps what people say to them, tells whoever subscribed."""

from .raising import clear_alarm, raise_alarm
from .subscribing import subscribe, unsubscribe
from .tidying import forget_old
from .working import AlarmIsCleared, acknowledge, clear_by_hand, unacknowledge

__all__ = [
    "AlarmIsCleared",
    "acknowledge",
    "clear_alarm",
    "clear_by_hand",
    "forget_old",
    "raise_alarm",
    "subscribe",
    "unacknowledge",
    "unsubscribe",
]
