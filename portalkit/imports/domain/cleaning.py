"""Text as it should be kept: no invisible characters, one kind of space, one kind of line break."""

import re
import unicodedata

# Zero-width characters, bidirectional controls, soft hyphen, byte-order mark, tags: nothing to read, but they hide or reorder what is.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]+"
)
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACE = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_WHITE = re.compile(r"\s+")
WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_NARROW = {code: code - 0xFEE0 for first, last in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ")) for code in range(ord(first), ord(last) + 1)}


def prose(text: str) -> str:
    """Free text: invisible characters out, breaks as newlines, no white space around it; everything else as written."""
    return _SPACE.sub(" ", _BREAK.sub("\n", INVISIBLE.sub("", text)).strip()).strip()


def line(text: str) -> str:
    """One line of text: like prose, breaks turned into spaces, full-width digits and letters into plain ones, punctuation as written."""
    return " ".join(INVISIBLE.sub("", text).translate(_NARROW).split())


def identity(text: str) -> str:
    """What two spellings of an identifier, a word or a name have in common: NFKC, nothing invisible, single spaces."""
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).split())


def header(text: str) -> str:
    """What two spellings of a header have in common: case, width, white space, marks of being compulsory do not matter."""
    bare = _WHITE.sub("", INVISIBLE.sub("", unicodedata.normalize("NFKC", text))).casefold()
    bare = re.sub(r"[(\[【](?:必填项?|required|\*)[)\]】]", "", bare)
    return bare.strip("*:\"'")


def has_control(text: str) -> bool:
    """Does it hold a control character, a NUL or half a surrogate pair?"""
    return CONTROL.search(text) is not None
