"""Names of codecs as a browser wants them, and the parameter sets at the head of a key frame.

Sources: RFC 6381 and ISO/IEC 14496-15 annex E (names), ITU-T H.264 7.3.2.1 and H.265 7.3.1 (NAL units, sequence parameter set).
"""

from collections.abc import Iterator
from dataclasses import dataclass

STORABLE = frozenset({"h264", "hevc", "av1"})
_START = b"\x00\x00\x01"
_NEEDED = {"h264": frozenset({7, 8}), "hevc": frozenset({32, 33, 34})}
_HIGH_PROFILES = frozenset({100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135})


def avc_codec(record: bytes) -> str:
    """`avc1.640028` from the body of an avcC box: profile, constraints, level."""
    return f"avc1.{record[1]:02x}{record[2]:02x}{record[3]:02x}" if len(record) >= 4 else "avc1"


def hevc_codec(record: bytes, *, tag: str = "hvc1") -> str:
    """`hvc1.1.6.L93.B0` from the body of an hvcC box."""
    if len(record) < 13:
        return tag
    space, tier, profile = record[1] >> 6, "H" if record[1] & 0x20 else "L", record[1] & 0x1F
    compatible = int(f"{int.from_bytes(record[2:6], 'big'):032b}"[::-1], 2)
    constraints = record[6:12].rstrip(b"\x00")
    parts = [tag, f"{['', 'A', 'B', 'C'][space]}{profile}", f"{compatible:X}", f"{tier}{record[12]}"]
    return ".".join(parts + [f"{byte:X}" for byte in constraints])


def parameter_sets(data: bytes, *, codec: str) -> tuple[bytes, ...]:
    """The parameter sets before the picture of a key frame in Annex B, in order; empty where it carries none or is not Annex B."""
    return tuple(_head(data, codec))


def complete_sets(data: bytes, *, codec: str) -> tuple[bytes, ...]:
    """The same where every kind that the codec needs is among them, so that they describe the stream by themselves; else empty."""
    if codec not in _NEEDED:
        return ()
    sets = parameter_sets(data, codec=codec)
    kinds = {unit[0] & 0x1F if codec == "h264" else (unit[0] >> 1) & 0x3F for unit in sets}
    return sets if kinds >= _NEEDED[codec] else ()


def _head(data: bytes, codec: str) -> Iterator[bytes]:
    if not data.startswith((_START, b"\x00" + _START)):
        return
    at = data.find(_START)
    while at >= 0:
        begin = at + 3
        if begin >= len(data) or _is_picture(data[begin], codec):
            return
        at = data.find(_START, begin)
        unit = (data[begin:] if at < 0 else data[begin:at]).rstrip(b"\x00")
        if unit and _is_parameter_set(unit[0], codec):
            yield unit


def _is_picture(first: int, codec: str) -> bool:
    return 1 <= first & 0x1F <= 5 if codec == "h264" else (first >> 1) & 0x3F < 32


def _is_parameter_set(first: int, codec: str) -> bool:
    return first & 0x1F in (7, 8) if codec == "h264" else (first >> 1) & 0x3F in (32, 33, 34)


def annex_b(sets: tuple[bytes, ...]) -> bytes:
    """Parameter sets as FFmpeg wants a stream's extra data: each behind a start code."""
    return b"".join(b"\x00" + _START + unit for unit in sets)


@dataclass(frozen=True, slots=True)
class PictureSize:
    width: int
    height: int


def avc_size(sps: bytes) -> PictureSize:
    """Width and height of the cropped picture that an H.264 sequence parameter set describes. Raises ValueError."""
    bits = _Bits(_without_emulation(sps[1:]))
    profile = bits.take(8)
    bits.take(16)
    bits.golomb()
    chroma = 1
    if profile in _HIGH_PROFILES:
        chroma = _skip_high_profile(bits)
    _skip_order_count(bits)
    bits.golomb()
    bits.take(1)
    across, down = bits.golomb() + 1, bits.golomb() + 1
    frames_only = bits.take(1)
    if not frames_only:
        bits.take(1)
    bits.take(1)
    crop = [bits.golomb() for _ in range(4)] if bits.take(1) else [0, 0, 0, 0]
    unit_x = 1 if chroma in (0, 3) else 2
    unit_y = (2 if chroma == 1 else 1) * (2 - frames_only)
    width = across * 16 - (crop[0] + crop[1]) * unit_x
    height = down * 16 * (2 - frames_only) - (crop[2] + crop[3]) * unit_y
    if not (0 < width <= 16384 and 0 < height <= 16384):
        raise ValueError(f"a picture of {width} × {height}")
    return PictureSize(width, height)


def _skip_high_profile(bits: "_Bits") -> int:
    chroma = bits.golomb()
    if chroma == 3:
        bits.take(1)
    bits.golomb()
    bits.golomb()
    bits.take(1)
    if bits.take(1):
        for place in range(8 if chroma != 3 else 12):
            if bits.take(1):
                _skip_scaling_list(bits, 16 if place < 6 else 64)
    return chroma


def _skip_scaling_list(bits: "_Bits", size: int) -> None:
    last = following = 8
    for _ in range(size):
        if following:
            following = (last + bits.signed_golomb()) % 256
        last = following or last


def _skip_order_count(bits: "_Bits") -> None:
    bits.golomb()
    kind = bits.golomb()
    if kind == 0:
        bits.golomb()
    elif kind == 1:
        bits.take(1)
        bits.signed_golomb()
        bits.signed_golomb()
        for _ in range(bits.golomb()):
            bits.signed_golomb()


def _without_emulation(data: bytes) -> bytes:
    return data.replace(b"\x00\x00\x03", b"\x00\x00")


class _Bits:
    """A bit reader. Raises ValueError past the end."""

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "big")
        self._left = len(data) * 8

    def take(self, count: int) -> int:
        if count > self._left:
            raise ValueError("a parameter set that ends early")
        self._left -= count
        return (self._value >> self._left) & ((1 << count) - 1)

    def golomb(self) -> int:
        zeros = 0
        while not self.take(1):
            zeros += 1
            if zeros > 31:
                raise ValueError("a number without end")
        return (1 << zeros) - 1 + self.take(zeros)

    def signed_golomb(self) -> int:
        code = self.golomb()
        return (code + 1) // 2 if code % 2 else -(code // 2)
