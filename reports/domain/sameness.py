"""Whether two documents say the same, whatever day and data version they were built on."""

import json
from hashlib import sha256
from typing import Any

from .document import Document, Section
from .encoding import to_json

OF_THE_DAY = ("data_date", "data_version", "period_label")
BASIS = "basis"


def digest_of(document: Document) -> str:
    """The SHA-256 of what the document says: figures, words and charts, without commentary and without what it stands on."""
    data = to_json(document)
    kept: dict[str, Any] = {name: value for name, value in data.items() if name not in OF_THE_DAY}
    kept["sections"] = [_bare(section) for section in data["sections"] if section["key"] != BASIS]
    return _hash(kept)


def section_digest(document: Document, key: str) -> str:
    """The same of one section; empty where there is none."""
    found: Section | None = document.section(key)
    if found is None:
        return ""
    written = next(section for section in to_json(document)["sections"] if section["key"] == key)
    return _hash(_bare(written))


def _bare(section: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in section.items() if name != "commentary"}


def _hash(data: dict[str, Any]) -> str:
    return sha256(json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
