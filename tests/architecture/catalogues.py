"""Reads what must be translated out of code and templates, and what is translated out of .po and .mo files.

A message is known by the key that GNU gettext gives it: the text, with its context before it and \\x04 between.
"""

import ast
import gettext
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation.template import templatize

SINGULAR = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
PLURAL_CONTEXT = {"npgettext", "npgettext_lazy"}
CALL = re.compile(
    r"""\b(n?p?gettext|_)\(\s*u?("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')(?:\s*,\s*u?("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'))?""", re.DOTALL
)


@dataclass
class Entry:
    """One message of a .po file. `texts` are its translations, one unless it counts."""

    key: str = ""
    context: str = ""
    plural: str = ""
    flags: str = ""
    texts: list[str] = field(default_factory=list)

    @property
    def full_key(self) -> str:
        return f"{self.context}\x04{self.key}" if self.context else self.key


def in_python(source: str) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
        texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if texts and name in SINGULAR | PLURAL:
            found.add(texts[0])
        if len(texts) > 1 and name in CONTEXT | PLURAL_CONTEXT:
            found.add(f"{texts[0]}\x04{texts[1]}")
    return found


def in_template(source: str) -> set[str]:
    found = set()
    for name, first, second in CALL.findall(templatize(source)):
        texts = [ast.literal_eval(text) for text in (first, second) if text]
        found.add(f"{texts[0]}\x04{texts[1]}" if name in CONTEXT | PLURAL_CONTEXT else texts[0])
    return found


def in_po(path: Path) -> list[Entry]:
    """The entries of a .po file, without its header; obsolete ones count as flagged `obsolete`."""
    blocks = path.read_text(encoding="utf-8").replace("\r", "").split("\n\n")
    entries = [_entry(block) for block in blocks if "msgid" in block]
    return [entry for entry in entries if entry.key]


def in_mo(path: Path) -> dict[str, str]:
    """Key to text, a counting message once for each of its forms (`key`, `key[1]` …)."""
    with path.open("rb") as file:
        catalog = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return dict(_flat(catalog))


def compiled(entries: list[Entry]) -> dict[str, str]:
    """What `in_mo` must give for these entries."""
    return {_form(entry.full_key, number): text for entry in entries for number, text in enumerate(entry.texts) if text}


def _flat(catalog: dict[object, str]) -> Iterator[tuple[str, str]]:
    for key, text in catalog.items():
        if isinstance(key, tuple):
            yield _form(key[0], key[1]), text
        elif key:
            yield str(key), text


def _form(key: str, number: int) -> str:
    return f"{key}[{number}]" if number else key


def _entry(block: str) -> Entry:
    entry, current, texts = Entry(), "", {}
    for line in block.splitlines():
        if line.startswith("#"):
            entry.flags += " obsolete" if line.startswith("#~") else line[2:] if line.startswith("#,") else ""
            continue
        keyword, _, rest = line.partition(" ") if line.startswith("msg") else (current, "", line)
        current = keyword
        texts[keyword] = texts.get(keyword, "") + (ast.literal_eval(rest.strip()) if rest.strip() else "")
    entry.key, entry.context, entry.plural = texts.get("msgid", ""), texts.get("msgctxt", ""), texts.get("msgid_plural", "")
    entry.texts = [text for keyword, text in texts.items() if keyword.startswith("msgstr")]
    return entry
