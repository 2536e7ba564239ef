"""Tokens of viewings. An address with a token stays the same while somebody watches; what the page renews is how long it holds."""

from collections.abc import Callable

from video.domain.media_tokens import check

MOST = 4096
_NEVER_MIND = 0


class Viewings:
    """`allows` says whether a token opens something now: by its own time, or by that of a younger token that renewed it."""

    def __init__(self, *, secret: bytes, clock: Callable[[], float]) -> None:
        self._secret, self._clock = secret, clock
        self._renewed: dict[tuple[str, str], int] = {}

    def allows(self, token: str, subject: str, *, purpose: str) -> bool:
        now = int(self._clock())
        if check(self._secret, token, subject, now=now, purpose=purpose):
            return True
        return self._renewed.get((purpose, token), 0) > now and check(self._secret, token, subject, now=_NEVER_MIND, purpose=purpose)

    def renew(self, token: str, subject: str, *, by: str, purpose: str) -> bool:
        """Lets a token that still holds hold as long as a fresh one does. Whether it may."""
        now = int(self._clock())
        if not self.allows(token, subject, purpose=purpose) or not check(self._secret, by, subject, now=now, purpose=purpose):
            return False
        self._renewed = {key: ends for key, ends in self._renewed.items() if ends > now}
        if len(self._renewed) >= MOST and (purpose, token) not in self._renewed:
            return False
        self._renewed[purpose, token] = int(by.partition(".")[0])
        return True
