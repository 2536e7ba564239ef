"""Structured pieces inside free text."""

import re
from dataclasses import dataclass

from . import cleaning

_BLOCK = re.compile(r"[#＃]\s*同步要素\s*[#＃](?P<body>.*?)(?:[#＃]\s*同步要素\s*[#＃]|\Z)", re.DOTALL)
_PAIR = re.compile(r"(?:^|[\s;；,，|、])(?P<key>[^\s:：;；,，|、#＃]{1,30})\s*[:：]", re.MULTILINE)


@dataclass(frozen=True)
class SyncedText:
    """`elements` are the key:value pairs of the block, `rest` is the text without it."""

    elements: dict[str, str]
    rest: str


def read_synced(text: str) -> SyncedText:
    """Reads the block `#同步要素# key:value … #同步要素#` that the CRM writes into the content of a ticket.

    Colons may be full-width, pairs may stand on lines or be divided by spaces, commas or semicolons, values may hold spaces and times
    (20:50); the closing mark may be missing. Without a block `elements` is empty and `rest` the text. The first of equal keys counts.
    """
    if "同步要素" not in text:
        return SyncedText({}, text)
    elements: dict[str, str] = {}
    for block in _BLOCK.finditer(text):
        for key, value in _pairs(block["body"]):
            elements.setdefault(key, value)
    return SyncedText(elements, _BLOCK.sub("", text).strip())


def _pairs(body: str) -> list[tuple[str, str]]:
    marks = [mark for mark in _PAIR.finditer(body) if not mark["key"].isdigit()]
    pairs = []
    for index, mark in enumerate(marks):
        end = marks[index + 1].start() if index + 1 < len(marks) else len(body)
        value = cleaning.prose(body[mark.end() : end]).strip(";；,，|、 \n")
        pairs.append((cleaning.identity(mark["key"]), value))
    return pairs
