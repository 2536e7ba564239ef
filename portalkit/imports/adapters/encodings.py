"""Which encoding a text file is in, proved over the whole file and not guessed from its beginning."""

import codecs
from dataclasses import dataclass
from pathlib import Path

from ..domain.refusals import Refusal, Refused

PIECE = 1 << 20
# So many continuation bytes in a row are no accident: the file is UTF-8 with a fault, and GB18030 would read it as nonsense.
LUCK = 20
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


@dataclass(frozen=True)
class TextFile:
    """`encoding` decodes the whole file strictly; `line_breaks` counts them."""

    encoding: str
    line_breaks: int


@dataclass(frozen=True)
class _Failure:
    """`multibyte` counts the bytes of the good part that continue a character."""

    position: int
    line: int
    multibyte: int


def detect(path: Path) -> TextFile:
    """UTF-16 with its mark, else strict UTF-8, else strict GB18030. Raises Refused: utf32, binary, encoding (byte position and line)."""
    with path.open("rb") as file:
        head = file.read(4096)
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), "")
    if marked == "utf-32":
        raise Refused(Refusal.UTF32)
    if not marked and head.count(0) * 5 > len(head):
        raise Refused(Refusal.BINARY)
    if marked:
        return _proved(path, marked)
    found = _decode_all(path, "utf-8-sig")
    if isinstance(found, TextFile):
        return found
    if found.multibyte > LUCK:
        raise _refused(found, "utf-8-sig")
    return _proved(path, "gb18030")


def _proved(path: Path, encoding: str) -> TextFile:
    found = _decode_all(path, encoding)
    if isinstance(found, _Failure):
        raise _refused(found, encoding)
    return found


def _refused(failure: _Failure, encoding: str) -> Refused:
    return Refused(Refusal.ENCODING, position=failure.position, line=failure.line, encoding=encoding)


def _decode_all(path: Path, encoding: str) -> TextFile | _Failure:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    read, breaks, characters = 0, 0, 0
    with path.open("rb") as file:
        while True:
            piece = file.read(PIECE)
            pending = len(decoder.getstate()[0])
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                position = read - pending + error.start
                good = bytes(error.object[: error.start])
                line = breaks + 1 + good.count(b"\n\0" if encoding == "utf-16" else b"\n")
                return _Failure(position, line, multibyte=position - characters - len(good.decode(encoding, "ignore")))
            if not piece:
                return TextFile(encoding, breaks)
            read += len(piece)
            characters += len(text)
            breaks += text.count("\n") if encoding == "utf-16" else piece.count(b"\n")
