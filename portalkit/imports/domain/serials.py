"""Days as spreadsheets count them: a number whose whole part is the day and whose fraction is the time."""

from datetime import date, datetime, time, timedelta

_EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LAST = 2_958_465  # 9999-12-31
_MILLISECONDS = 86_400_000


def from_serial(number: float, *, from_1904: bool = False) -> datetime | None:
    """The moment of a serial number to the millisecond, None outside what a spreadsheet can show.

    Counting from 1900 knows a 29 February 1900 that never was, so numbers below 61 are a day off: they count from 31 December 1899.
    """
    if not 0 <= number < _LAST + 1:
        return None
    milliseconds = round(number * _MILLISECONDS)
    epoch = _EPOCH_1904 if from_1904 else _EPOCH_1900
    if not from_1904 and number < 60:
        epoch += timedelta(days=1)
    try:
        return epoch + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None


def clock_of(number: float) -> time:
    """The time of day of the fraction, to the millisecond."""
    moment = datetime.combine(date(2000, 1, 1), time.min) + timedelta(milliseconds=round(number % 1 * _MILLISECONDS))
    return moment.time()
