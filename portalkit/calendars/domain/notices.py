"""The State Council's notices on public holidays, as this product starts with them.

2025 and 2026: the notices of the General Office of the State Council of November 2024 and November 2025. 2027: the statutory days of
the regulation as amended in 2024 (Spring Festival four days from its eve, Labour Day two), where the lunar calendar puts them; bridge
days and make-up workdays follow with the notice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

NOTICE_2025 = "国务院办公厅关于2025年部分节假日安排的通知"
NOTICE_2026 = "国务院办公厅关于2026年部分节假日安排的通知"
STATUTORY = "全国年节及纪念日放假办法"


@dataclass(frozen=True)
class NoticeDay:
    """A day of a notice; `is_worked` marks a make-up workday."""

    day: date
    name: str
    name_en: str
    is_worked: bool
    is_provisional: bool
    source: str


@dataclass(frozen=True)
class _Festival:
    name: str
    name_en: str
    first: date
    last: date
    made_up: tuple[date, ...] = ()


_NEW_YEAR = ("元旦", "New Year's Day")
_SPRING = ("春节", "Spring Festival")
_QINGMING = ("清明节", "Qingming Festival")
_LABOUR = ("劳动节", "Labour Day")
_DRAGON_BOAT = ("端午节", "Dragon Boat Festival")
_MID_AUTUMN = ("中秋节", "Mid-Autumn Festival")
_NATIONAL = ("国庆节", "National Day")
_NATIONAL_2025 = ("国庆节、中秋节", "National Day and Mid-Autumn Festival")

_YEARS: tuple[tuple[str, bool, tuple[_Festival, ...]], ...] = (
    (
        NOTICE_2025,
        False,
        (
            _Festival(*_NEW_YEAR, date(2025, 1, 1), date(2025, 1, 1)),
            _Festival(*_SPRING, date(2025, 1, 28), date(2025, 2, 4), (date(2025, 1, 26), date(2025, 2, 8))),
            _Festival(*_QINGMING, date(2025, 4, 4), date(2025, 4, 6)),
            _Festival(*_LABOUR, date(2025, 5, 1), date(2025, 5, 5), (date(2025, 4, 27),)),
            _Festival(*_DRAGON_BOAT, date(2025, 5, 31), date(2025, 6, 2)),
            _Festival(*_NATIONAL_2025, date(2025, 10, 1), date(2025, 10, 8), (date(2025, 9, 28), date(2025, 10, 11))),
        ),
    ),
    (
        NOTICE_2026,
        False,
        (
            _Festival(*_NEW_YEAR, date(2026, 1, 1), date(2026, 1, 3), (date(2026, 1, 4),)),
            _Festival(*_SPRING, date(2026, 2, 15), date(2026, 2, 23), (date(2026, 2, 14), date(2026, 2, 28))),
            _Festival(*_QINGMING, date(2026, 4, 4), date(2026, 4, 6)),
            _Festival(*_LABOUR, date(2026, 5, 1), date(2026, 5, 5), (date(2026, 5, 9),)),
            _Festival(*_DRAGON_BOAT, date(2026, 6, 19), date(2026, 6, 21)),
            _Festival(*_MID_AUTUMN, date(2026, 9, 25), date(2026, 9, 27)),
            _Festival(*_NATIONAL, date(2026, 10, 1), date(2026, 10, 7), (date(2026, 9, 20), date(2026, 10, 10))),
        ),
    ),
    (
        STATUTORY,
        True,
        (
            _Festival(*_NEW_YEAR, date(2027, 1, 1), date(2027, 1, 1)),
            _Festival(*_SPRING, date(2027, 2, 5), date(2027, 2, 8)),
            _Festival(*_QINGMING, date(2027, 4, 5), date(2027, 4, 5)),
            _Festival(*_LABOUR, date(2027, 5, 1), date(2027, 5, 2)),
            _Festival(*_DRAGON_BOAT, date(2027, 6, 9), date(2027, 6, 9)),
            _Festival(*_MID_AUTUMN, date(2027, 9, 15), date(2027, 9, 15)),
            _Festival(*_NATIONAL, date(2027, 10, 1), date(2027, 10, 3)),
        ),
    ),
)


def known_days() -> Iterator[NoticeDay]:
    """Every special day from 2025 to 2027, year by year."""
    for source, is_provisional, festivals in _YEARS:
        for one in festivals:
            for offset in range((one.last - one.first).days + 1):
                yield NoticeDay(one.first + timedelta(days=offset), one.name, one.name_en, False, is_provisional, source)
            for day in one.made_up:
                yield NoticeDay(day, f"{one.name}调休", f"Made up for {one.name_en}", True, is_provisional, source)
