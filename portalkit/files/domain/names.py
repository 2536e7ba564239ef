"""What a file may be called when it leaves the portal."""

import re
import unicodedata

LONGEST = 150
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def download_name(name: str) -> str:
    """The last part of a path without invisible, control and direction characters; the suffix survives shortening."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(character for character in last if unicodedata.category(character) not in _INVISIBLE)
    stem, dot, suffix = _FORBIDDEN.sub("_", visible).strip(" .").rpartition(".")
    if not stem or len(suffix) > 10:
        stem, dot, suffix = f"{stem}{dot}{suffix}", "", ""
    return f"{stem[: LONGEST - len(suffix) - 1].rstrip(' .')}{dot}{suffix}" if stem else "file"
