"""The table of texts that a workbook's cells point into: in memory while small, on disk when not."""

import os
import re
import tempfile
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from ..domain.refusals import Refusal, Refused
from .xml_guard import Attributes, LocalNames, feed, make_parser

MOST_IN_MEMORY = 8 << 20
MOST_TEXT = 4_000_000
MOST_RECENT = 20_000
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class SharedStrings:
    """Texts by position. Beyond eight million characters they go to an unnamed temporary file, and the latest used stay at hand."""

    def __init__(self, spill: IO[bytes]) -> None:
        self._texts: list[str] = []
        self._characters = 0
        self._spill = spill
        self._ends = array("Q", [0])
        self._recent: dict[int, str] = {}

    def append(self, text: str) -> None:
        if self._characters < MOST_IN_MEMORY:
            self._characters += len(text) + 40
            self._texts.append(text)
            return
        kept = text.encode("utf-8")
        self._ends.append(self._ends[-1] + len(kept))
        self._spill.write(kept)

    def finish(self) -> None:
        self._spill.flush()

    def __len__(self) -> int:
        return len(self._texts) + len(self._ends) - 1

    def __getitem__(self, position: int) -> str:
        if 0 <= position < len(self._texts):
            return self._texts[position]
        text = self._recent.get(position)
        return self._from_disk(position) if text is None else text

    def _from_disk(self, position: int) -> str:
        index = position - len(self._texts)
        if position < 0 or index >= len(self._ends) - 1:
            raise Refused(Refusal.WORKBOOK_BROKEN, part="sharedStrings")
        start = self._ends[index]
        text = os.pread(self._spill.fileno(), self._ends[index + 1] - start, start).decode("utf-8")
        if len(self._recent) >= MOST_RECENT:
            self._recent.clear()
        self._recent[position] = text
        return text


@contextmanager
def read_strings(stream: IO[bytes] | None) -> Iterator[SharedStrings]:
    """All texts of the part (none without one), phonetic hints left out."""
    with tempfile.TemporaryFile() as spill:
        strings = SharedStrings(spill)
        if stream is not None:
            _parse(stream, strings)
            strings.finish()
        yield strings


def unescaped(text: str) -> str:
    """`_x000D_` as the character it stands for; what no database keeps (NUL, half a surrogate pair) as the replacement character."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: _character(int(found[1], 16)), text)


def _character(code: int) -> str:
    return "\ufffd" if code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)


def _parse(stream: IO[bytes], strings: SharedStrings) -> None:
    runs = TextRuns()
    parser = make_parser()
    names = LocalNames()

    def start(name: str, attributes: Attributes) -> None:
        local = names[name]
        if local == "si":
            runs.clear()
        else:
            runs.start(local, attributes)

    def end(name: str) -> None:
        local = names[name]
        if local == "si":
            strings.append(unescaped(runs.text()))
        else:
            runs.end(local)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = runs.pieces.append
    for _ in feed(parser, stream, "sharedStrings"):
        runs.check_length()


class TextRuns:
    """The runs of rich text: what stands in `t`, unless inside a phonetic hint. `pieces` takes the parser's character data."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._runs: list[str] = []
        self._is_phonetic = self._preserves = False

    def clear(self) -> None:
        """A new text begins."""
        self._runs.clear()
        self._is_phonetic = False

    def start(self, local: str, attributes: Attributes) -> None:
        if local == "t":
            self.pieces.clear()
            self._preserves = "preserve" in attributes
        elif local == "rPh":
            self._is_phonetic = True

    def end(self, local: str) -> None:
        if local == "t" and not self._is_phonetic:
            run = "".join(self.pieces)
            self._runs.append(run if self._preserves else run.strip(" \t\r\n"))
        elif local == "rPh":
            self._is_phonetic = False

    def text(self) -> str:
        return self._runs[0] if len(self._runs) == 1 else "".join(self._runs)

    def check_length(self) -> None:
        """Raises Refused when one text goes on without end."""
        if sum(map(len, self.pieces)) + sum(map(len, self._runs)) > MOST_TEXT:
            raise Refused(Refusal.XML_TOKEN, part="text")
