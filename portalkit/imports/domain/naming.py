"""Names that come from outside, made harmless: of files, and of tables by their headers."""

import re
import unicodedata
from collections.abc import Sequence
from hashlib import blake2b

from . import cleaning
from .error_columns import is_added

LONGEST_NAME = 200
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"|?*]+')


def file_name(raw: str) -> str:
    """The last part of the name without path, control and invisible characters; `file` when nothing is left."""
    bare = cleaning.INVISIBLE.sub("", unicodedata.normalize("NFC", raw)).replace("\\", "/").rsplit("/", 1)[-1]
    bare = _UNFIT.sub("_", bare).strip(" .")
    if len(bare) > LONGEST_NAME:
        stem, dot, suffix = bare.rpartition(".")
        bare = stem[: LONGEST_NAME - len(suffix) - 1] + dot + suffix if dot and len(suffix) < 10 else bare[:LONGEST_NAME]
    return bare or "file"


def signature(headers: Sequence[str]) -> str:
    """The same for two files of one source: headers in order, spelling cleaned, columns of an error workbook left out."""
    joined = "\x1f".join(cleaning.header(header) for header in headers if not is_added(header))
    return blake2b(joined.encode(), digest_size=16).hexdigest()
