"""How long a camera is left alone before it is dialled again."""

FIRST = 0.5
LONGEST = 30.0
GOOD_SECONDS = 2.0


def failures_after(before: int, *, recorded: float) -> int:
    """Failures in a row after a connection ended that stored pictures for so many seconds.

    A camera that comes and goes is dialled at once each time: what it sends meanwhile is worth more than the dialling.
    """
    return 1 if recorded >= GOOD_SECONDS else before + 1


def pause(failures: int, *, chance: float) -> float:
    """Seconds before the next attempt after so many failures in a row: doubling from half a second to 30 s, spread by `chance` in [0, 1).

    The spread takes between half and the whole, so that the cameras of a hall whose line came back do not all dial in the same instant.
    """
    whole = min(FIRST * 2.0 ** min(max(failures, 1) - 1, 16), LONGEST)
    return whole * (0.5 + chance / 2)
