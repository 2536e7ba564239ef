"""Reads the block `#同步要素# key:value … #同步要素#` that CRM writes into the text of an EOMS ticket."""

import re

MARK = "#同步要素#"
_KEY = re.compile(r"(?:^|[\s;；,，|、。\[【])([^\W\d][^\s:：;；,，|、。\[\]【】]{0,19})\s*[:：](?!//)")
_EDGES = re.compile(r"\A[\s;；,，|、。\]】\[【]+|[\s;；,，|、。\]】\[【]+\Z")


def read_block(text: str) -> dict[str, str]:
    """The keys and values of the block; empty when there is none. A missing end mark lets the block reach to the end of the text.

    A key repeated keeps its first value; keys without a value are left out.
    """
    start = text.find(MARK)
    if start < 0:
        return {}
    start += len(MARK)
    end = text.find(MARK, start)
    return _pairs(text[start:] if end < 0 else text[start:end])


def without_block(text: str) -> str:
    """The text in front of and behind the block."""
    start = text.find(MARK)
    if start < 0:
        return text
    end = text.find(MARK, start + len(MARK))
    rest = "" if end < 0 else text[end + len(MARK) :]
    return f"{text[:start].rstrip()}\n{rest.lstrip()}".strip()


def _pairs(block: str) -> dict[str, str]:
    found: dict[str, str] = {}
    keys = list(_KEY.finditer(block))
    for position, match in enumerate(keys):
        end = keys[position + 1].start() if position + 1 < len(keys) else len(block)
        value = _EDGES.sub("", block[match.end() : end])
        if value:
            found.setdefault(match[1], value)
    return found
