"""Reads fragmented MP4 as it grows: where the fragments lie, when they begin, what they hold.

Source: ISO/IEC 14496-12 (file format), 14496-15 (avcC, hvcC). The walker is fed the bytes from the start of the file in pieces of any size;
the recorder feeds what it writes, repair and live playback feed what they read, so all three agree on what a whole fragment is.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from .codecs import avc_codec, hevc_codec

LARGEST_META = 4 * 1024 * 1024
LARGEST_FRAGMENT = 512 * 1024 * 1024
_TOP = frozenset({b"ftyp", b"moov", b"moof", b"mdat", b"styp", b"sidx", b"free", b"skip", b"mfra", b"emsg", b"prft", b"uuid"})
_SKIPPED = frozenset({b"free", b"skip", b"mfra", b"uuid"})


class Damaged(ValueError):
    """What follows the last whole fragment is no box of a fragmented MP4."""


@dataclass(frozen=True, slots=True)
class Track:
    """The video track. `timescale` in ticks a second, `codec` as RFC 6381 writes it."""

    number: int
    timescale: int
    codec: str
    width: int
    height: int
    usual_duration: int


@dataclass(frozen=True, slots=True)
class MovieFragment:
    """One moof with its mdat. `start` and `duration` in ticks of the video track, `samples` pictures in it."""

    offset: int
    size: int
    start: int
    duration: int
    samples: int


@dataclass(frozen=True, slots=True)
class FirstPicture:
    """Where the first picture of a fragment lies: `offset` in bytes from the start of its moof."""

    offset: int
    size: int


class Walker:
    """`feed` returns the fragments that became whole. `track` and `init_bytes` are known after the moov box.

    `whole_bytes` is the length up to the last whole fragment: what stands behind it may be cut off. Raises Damaged.
    """

    def __init__(self) -> None:
        self.track: Track | None = None
        self.init_bytes = 0
        self.whole_bytes = 0
        self._at = 0
        self._skip = 0
        self._kept = bytearray()
        self._box_at = 0
        self._waiting: MovieFragment | None = None

    @property
    def unread(self) -> int:
        """How many of the bytes that come next are media data: only their number matters, any others may be fed in their place."""
        return self._skip

    def feed(self, data: bytes | memoryview) -> list[MovieFragment]:
        found: list[MovieFragment] = []
        view = memoryview(data)
        while view:
            if self._skip:
                view = self._pass_over(view, found)
                continue
            view = self._collect(view)
            self._read_header(found)
        return found

    def _pass_over(self, view: memoryview, found: list[MovieFragment]) -> memoryview:
        taken = min(self._skip, len(view))
        self._skip -= taken
        self._at += taken
        if not self._skip:
            self._end_of_skipped(found)
        return view[taken:]

    def _collect(self, view: memoryview) -> memoryview:
        """Takes what the box at hand still lacks: its header first, then the body of a box that is read."""
        wanted = self._wanted() - len(self._kept)
        taken = min(wanted, len(view))
        self._kept += view[:taken]
        self._at += taken
        return view[taken:]

    def _wanted(self) -> int:
        if len(self._kept) < 8:
            return 8
        size, kind = _header(self._kept)
        if size == 1 and len(self._kept) < 16:
            return 16
        return _header_length(self._kept) if kind == b"mdat" or kind in _SKIPPED else size

    def _read_header(self, found: list[MovieFragment]) -> None:
        if len(self._kept) < 8:
            return
        size, kind = _header(self._kept)
        self._check(size, kind)
        if len(self._kept) < self._wanted():
            return
        if kind == b"mdat" or kind in _SKIPPED:
            self._skip = _full_size(self._kept) - len(self._kept)
            self._skipping_data = kind == b"mdat"
            self._kept.clear()
            if not self._skip:
                self._end_of_skipped(found)
            return
        self._take(kind, bytes(self._kept))
        self._kept.clear()
        self._box_at = self._at

    def _check(self, size: int, kind: bytes) -> None:
        if kind not in _TOP:
            raise Damaged(f"no box at byte {self._box_at}")
        if size != 1 and size < 8:
            raise Damaged(f"a box of {size} bytes at byte {self._box_at}")
        if kind != b"mdat" and kind not in _SKIPPED and (size == 1 or size > LARGEST_META):
            raise Damaged(f"a {kind.decode()} of {size} bytes at byte {self._box_at}")
        if kind == b"mdat" and len(self._kept) >= _header_length(self._kept) and _full_size(self._kept) > LARGEST_FRAGMENT:
            raise Damaged(f"a fragment beyond bounds at byte {self._box_at}")

    def _take(self, kind: bytes, box: bytes) -> None:
        if kind == b"moov":
            self.track = _read_movie(box)
            self.init_bytes = self.whole_bytes = self._at
        elif kind == b"moof":
            if self.track is None:
                raise Damaged("a fragment before the movie's header")
            start, duration, samples = _read_fragment(box, self.track)
            self._waiting = MovieFragment(self._box_at, len(box), start, duration, samples)

    def _end_of_skipped(self, found: list[MovieFragment]) -> None:
        self._box_at = self._at
        if not self._skipping_data or self._waiting is None:
            return
        fragment = self._waiting
        whole = MovieFragment(fragment.offset, self._at - fragment.offset, fragment.start, fragment.duration, fragment.samples)
        self._waiting = None
        self.whole_bytes = self._at
        found.append(whole)

    _skipping_data = False


def first_picture(moof: bytes, track: Track) -> FirstPicture:
    """The place of the fragment's first picture, of which the recorder makes a key frame. Raises Damaged."""
    try:
        traf, tfhd = _video_fragment(moof, track)
        for kind, child in _children(traf, 8):
            if kind == b"trun":
                return _first_of_run(child, _default_size(tfhd))
    except struct.error:
        raise Damaged("a fragment header that ends early") from None
    raise Damaged("a fragment without pictures")


def _header(kept: bytearray | bytes) -> tuple[int, bytes]:
    size, kind = struct.unpack_from(">I4s", kept)
    return size, kind


def _header_length(kept: bytearray) -> int:
    return 16 if _header(kept)[0] == 1 else 8


def _full_size(kept: bytearray) -> int:
    size, _kind = _header(kept)
    return int(struct.unpack_from(">Q", kept, 8)[0]) if size == 1 else size


def _children(box: bytes, start: int) -> Iterator[tuple[bytes, bytes]]:
    """Kind and whole box of each child that begins at or behind `start`. Raises Damaged."""
    at = start
    while at + 8 <= len(box):
        size, kind = struct.unpack_from(">I4s", box, at)
        if size < 8 or at + size > len(box):
            raise Damaged(f"a {kind!r} that leaves its parent")
        yield kind, box[at : at + size]
        at += size


def _inside(box: bytes, *path: bytes) -> bytes | None:
    """The first descendant along a path of plain container boxes."""
    for wanted in path:
        found = next((child for kind, child in _children(box, 8) if kind == wanted), None)
        if found is None:
            return None
        box = found
    return box


def _read_movie(box: bytes) -> Track:
    try:
        tracks = [track for kind, child in _children(box, 8) if kind == b"trak" and (track := _read_track(child, box)) is not None]
    except (struct.error, IndexError):
        raise Damaged("a movie header that ends early") from None
    if not tracks:
        raise Damaged("no video track")
    return tracks[0]


def _read_track(trak: bytes, moov: bytes) -> Track | None:
    handler, header = _inside(trak, b"mdia", b"hdlr"), _inside(trak, b"mdia", b"mdhd")
    tkhd, stsd = _inside(trak, b"tkhd"), _inside(trak, b"mdia", b"minf", b"stbl", b"stsd")
    if handler is None or header is None or tkhd is None or stsd is None or handler[16:20] != b"vide":
        return None
    number = struct.unpack_from(">I", tkhd, 28 if tkhd[8] else 20)[0]
    timescale = struct.unpack_from(">I", header, 28 if header[8] else 20)[0]
    entry = next((child for _kind, child in _children(stsd, 16)), None)
    if entry is None or not timescale:
        raise Damaged("a video track without a description")
    width, height = struct.unpack_from(">HH", entry, 32)
    return Track(number, timescale, _codec(entry), width, height, _usual_duration(moov, number))


def _codec(entry: bytes) -> str:
    """The codec of a visual sample entry; its children follow after 86 bytes."""
    kind = entry[4:8].decode("ascii", "replace")
    for name, child in _children(entry, 86):
        if name == b"avcC":
            return avc_codec(child[8:])
        if name == b"hvcC":
            return hevc_codec(child[8:], tag=kind)
    return kind


def _usual_duration(moov: bytes, number: int) -> int:
    extends = _inside(moov, b"mvex")
    for kind, child in _children(extends, 8) if extends else ():
        if kind == b"trex" and struct.unpack_from(">I", child, 12)[0] == number:
            return int(struct.unpack_from(">I", child, 20)[0])
    return 0


def _read_fragment(moof: bytes, track: Track) -> tuple[int, int, int]:
    """Start, duration (ticks) and number of pictures of the video track in a moof."""
    try:
        return _read_track_fragment(*_video_fragment(moof, track), track)
    except struct.error:
        raise Damaged("a fragment header that ends early") from None


def _video_fragment(moof: bytes, track: Track) -> tuple[bytes, bytes]:
    """The traf of the video track and the tfhd in it."""
    for kind, traf in _children(moof, 8):
        header = _inside(traf, b"tfhd") if kind == b"traf" else None
        if header is not None and struct.unpack_from(">I", header, 12)[0] == track.number:
            return traf, header
    raise Damaged("a fragment without video")


def _read_track_fragment(traf: bytes, tfhd: bytes, track: Track) -> tuple[int, int, int]:
    decode = _inside(traf, b"tfdt")
    if decode is None:
        raise Damaged("a fragment without its time")
    start = struct.unpack_from(">Q" if decode[8] else ">I", decode, 12)[0]
    usual = _default_duration(tfhd, track.usual_duration)
    durations = samples = 0
    for kind, child in _children(traf, 8):
        if kind == b"trun":
            count, lasting = _read_run(child, usual)
            samples += count
            durations += lasting
    return int(start), durations, samples


def _default_duration(tfhd: bytes, usual: int) -> int:
    flags = struct.unpack_from(">I", tfhd, 8)[0] & 0xFFFFFF
    if not flags & 0x8:
        return usual
    at = 16 + (8 if flags & 0x1 else 0) + (4 if flags & 0x2 else 0)
    return int(struct.unpack_from(">I", tfhd, at)[0])


def _default_size(tfhd: bytes) -> int | None:
    flags = struct.unpack_from(">I", tfhd, 8)[0] & 0xFFFFFF
    if not flags & 0x10:
        return None
    at = 16 + (8 if flags & 0x1 else 0) + (4 if flags & 0x2 else 0) + (4 if flags & 0x8 else 0)
    return int(struct.unpack_from(">I", tfhd, at)[0])


def _first_of_run(trun: bytes, usual: int | None) -> FirstPicture:
    flags = struct.unpack_from(">I", trun, 8)[0] & 0xFFFFFF
    if not flags & 0x1:
        raise Damaged("a run that does not say where its pictures lie")
    offset = struct.unpack_from(">i", trun, 16)[0]
    if flags & 0x200:
        usual = struct.unpack_from(">I", trun, 20 + (4 if flags & 0x4 else 0) + (4 if flags & 0x100 else 0))[0]
    if not usual or offset < 0:
        raise Damaged("a picture without a size")
    return FirstPicture(int(offset), int(usual))


def _read_run(trun: bytes, usual: int) -> tuple[int, int]:
    flags = struct.unpack_from(">I", trun, 8)[0] & 0xFFFFFF
    count = struct.unpack_from(">I", trun, 12)[0]
    if not flags & 0x100:
        return count, count * usual
    at = 16 + (4 if flags & 0x1 else 0) + (4 if flags & 0x4 else 0)
    step = 4 * sum(1 for bit in (0x100, 0x200, 0x400, 0x800) if flags & bit)
    if at + count * step > len(trun):
        raise Damaged("a run that ends early")
    return count, sum(struct.unpack_from(">I", trun, at + step * place)[0] for place in range(count))
