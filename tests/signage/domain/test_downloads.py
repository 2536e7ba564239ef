"""When screens fetch what."""

from collections import Counter

from signage.domain.downloads import SPREAD_MS, spread_ms, turns_ms


def test_few_screens_ask_at_once_and_nobody_later_than_ten_minutes() -> None:
    assert [turns_ms(screens) for screens in (0, 1, 20, 21, 2000, 12_000, 1_000_000)] == [0, 0, 0, 1050, 100_000, 600_000, 600_000]


def test_two_thousand_screens_that_were_told_at_once_ask_evenly() -> None:
    within = turns_ms(2000)
    seconds = Counter(within * spread_ms(screen) // SPREAD_MS // 1000 for screen in range(2000))
    assert (min(seconds), max(seconds), max(seconds.values()) < 45) == (0, 99, True)
