"""What a Range header asks for. Source: RFC 9110, 14.1.2 and 14.2."""

import re
from dataclasses import dataclass

_ONE = re.compile(r"^bytes=[ \t]*(?P<first>\d{0,18})-(?P<last>\d{0,18})[ \t]*$", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ByteRange:
    """Both ends included, as in Content-Range."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


class Unsatisfiable(ValueError):
    """The range begins behind the end of the file, or asks for its last nought bytes."""


def asked_range(header: str, *, size: int) -> ByteRange | None:
    """The bytes to send; None for the whole file: no header, another unit, several ranges, or one that makes no sense.

    Raises Unsatisfiable.
    """
    found = _ONE.match(header)
    if found is None or not (found["first"] or found["last"]):
        return None
    if not found["first"]:
        wanted = int(found["last"])
        if not wanted or not size:
            raise Unsatisfiable(header)
        return ByteRange(max(0, size - wanted), size - 1)
    first = int(found["first"])
    last = int(found["last"]) if found["last"] else size - 1
    if found["last"] and last < first:
        return None
    if first >= size:
        raise Unsatisfiable(header)
    return ByteRange(first, min(last, size - 1))
