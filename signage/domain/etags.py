"""The name of a manifest."""

from zlib import crc32


def etag_of(*, revision: int, day: int, path: str, is_enabled: bool) -> str:
    """By the screen's revision and day (counted as `Horizon.number`), and by where its hall lies in the tree of regions: a region that
    moves changes what is meant for the screens below it. Apart while the screen is out of service."""
    place = f"{crc32(path.encode()):08x}"
    return f"{revision}-{day}-{place}" if is_enabled else f"{revision}-{day}-{place}-out"
