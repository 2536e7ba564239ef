"""Likeness of complaint texts: cosine of their sets of three-character grams, in which grams of place names weigh more."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from ..sync_block import without_block
from .rules import RepeatRules

GRAM = 3
PLACE_WEIGHT = 4.0
FALLBACK_GRAMS = 4
BREAK = "|"
_PAIRS_AT_ONCE = 200_000
_BITS = 21
_NUMBERS = re.compile(r"[\d*]{5,}")
_BREAKS = re.compile(r"[\W_]+")
_NAME_BEFORE = 3
_UNITS = re.compile(r"[|县区市省乡镇州在内]")


@dataclass(frozen=True, eq=False)
class Texts:
    """One row of unit length for each text. `index_grams` (row, gram) are those by which a ticket of the same place is looked up."""

    _rows: csr_array
    index_rows: NDArray[np.int64]
    index_grams: NDArray[np.int64]

    def likeness(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.float64]:
        """Of each pair of rows, from 0 (no gram in common) to 1 (the same grams). Texts without any gram are like nothing."""
        found = np.empty(len(first))
        for start in range(0, len(first), _PAIRS_AT_ONCE):
            part = slice(start, start + _PAIRS_AT_ONCE)
            found[part] = self._rows[first[part]].multiply(self._rows[second[part]]).sum(axis=1)
        return np.minimum(found, 1.0)

    def likeness_of(self, first: int, second: int) -> float:
        """The same for one pair, without the cost of a matrix."""
        rows = self._rows
        one, two = (slice(rows.indptr[row], rows.indptr[row + 1]) for row in (first, second))
        _, left, right = np.intersect1d(rows.indices[one], rows.indices[two], assume_unique=True, return_indices=True)
        return min(float(rows.data[one][left] @ rows.data[two][right]), 1.0)


def plain_text(content: str, rules: RepeatRules) -> str:
    """What is compared: without the synchronised elements, set phrases and long numbers, clauses parted by `|`, in lower case."""
    text = unicodedata.normalize("NFKC", without_block(content)).lower()
    text = _NUMBERS.sub(BREAK, text)
    return _BREAKS.sub(BREAK, _alternatives(rules.phrases).sub(BREAK, text)).strip(BREAK)


def place_names(text: str, rules: RepeatRules) -> list[tuple[int, int, int]]:
    """Where names of places stand in a plain text: start, start of the place word, end.

    A name is a place word with up to three characters in front of it, without names of administrative units: those are the key of the
    block already. 青山县阳光花园 gives 阳光 + 花园.
    """
    found: list[tuple[int, int, int]] = []
    before = 0
    for match in _alternatives(rules.place_words).finditer(text):
        start = max(before, match.start() - _NAME_BEFORE)
        before = match.end()
        for unit in _UNITS.finditer(text, start, match.start()):
            start = unit.end()
        if start < match.start() and match.end() - start >= GRAM:
            found.append((start, match.start(), match.end()))
    return found


def texts_of(contents: Sequence[str], rules: RepeatRules) -> Texts:
    """The grams of every text, in the given order."""
    plain = [plain_text(content, rules) for content in contents]
    codes, row_of = _characters(plain)
    names = _name_grams(plain, rules)
    if len(codes) < GRAM:
        empty = np.empty(0, dtype=np.int64)
        return Texts(csr_array((len(contents), 1)), empty, empty)
    grams = codes[:-2] | codes[1:-1] << _BITS | codes[2:] << 2 * _BITS
    whole = (row_of[:-2] == row_of[2:]) & ~_breaks(codes)
    rows, columns, weights, vocabulary = _weighted(row_of[:-2][whole], grams[whole], names[:-2][whole])
    matrix = csr_array((weights, columns, _row_starts(rows, len(contents))), shape=(len(contents), len(vocabulary)))
    index_rows, index_grams = _index(rows, vocabulary[columns], weights, len(contents))
    return Texts(_unit_length(matrix), index_rows, index_grams)


def _characters(plain: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    codes = np.frombuffer("".join(plain).encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    lengths = np.fromiter((len(text) for text in plain), dtype=np.int64, count=len(plain))
    return codes, np.repeat(np.arange(len(plain)), lengths)


def _name_grams(plain: Sequence[str], rules: RepeatRules) -> NDArray[np.bool_]:
    """The characters where a gram begins that holds a part of a place's own name: 阳光花 and 光花园, of 商业广场 alone none."""
    begins = np.zeros(sum(map(len, plain)), dtype=bool)
    offset = 0
    for text in plain:
        for start, word, end in place_names(text, rules):
            begins[offset + start : offset + min(word, end - GRAM + 1)] = True
        offset += len(text)
    return begins


def _breaks(codes: NDArray[np.int64]) -> NDArray[np.bool_]:
    is_break: NDArray[np.bool_] = codes == ord(BREAK)
    found: NDArray[np.bool_] = is_break[:-2] | is_break[1:-1] | is_break[2:]
    return found


def _weighted(
    rows: NDArray[np.int64], grams: NDArray[np.int64], at_place: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    """Each gram of a row once, by row and gram, with its weight; a gram that stands inside and outside of a place counts as inside."""
    vocabulary, columns = np.unique(grams, return_inverse=True)
    key = np.sort((rows * len(vocabulary) + columns) * 2 + at_place)
    is_last = np.append(key[1:] >> 1 != key[:-1] >> 1, np.ones(min(len(key), 1), dtype=bool))
    kept = key[is_last]
    rows, columns = np.divmod(kept >> 1, max(len(vocabulary), 1))
    return rows, columns, np.where(kept & 1, PLACE_WEIGHT, 1.0), vocabulary


def _row_starts(rows: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    return np.searchsorted(rows, np.arange(count + 1))


def _unit_length(matrix: csr_array) -> csr_array:
    lengths = np.sqrt(matrix.multiply(matrix).sum(axis=1))
    matrix.data /= np.repeat(np.where(lengths > 0, lengths, 1.0), np.diff(matrix.indptr))
    return matrix


def _index(
    rows: NDArray[np.int64], grams: NDArray[np.int64], weights: NDArray[np.float64], count: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The grams of a text's places; of a text without a place the few that come first in an order which is the same for all texts."""
    at_place = weights > 1
    has_place = np.zeros(count, dtype=bool)
    has_place[rows[at_place]] = True
    rest = ~has_place[rows]
    rest_rows, rest_grams = rows[rest], grams[rest]
    order = np.lexsort((_scattered(rest_grams), rest_rows))
    rest_rows, rest_grams = rest_rows[order], rest_grams[order]
    rank = np.arange(len(rest_rows)) - np.searchsorted(rest_rows, rest_rows)
    first = rank < FALLBACK_GRAMS
    return np.concatenate([rows[at_place], rest_rows[first]]), np.concatenate([grams[at_place], rest_grams[first]])


def _scattered(grams: NDArray[np.int64]) -> NDArray[np.uint64]:
    """An order that follows no alphabet (multiplicative hashing, Knuth, The Art of Computer Programming 3, 6.4)."""
    return grams.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)


@lru_cache(maxsize=16)
def _alternatives(words: tuple[str, ...]) -> re.Pattern[str]:
    """The longest word first; without any word a pattern that matches nothing."""
    longest_first = sorted({word.lower() for word in words if word}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
