"""One spelling for every spelling of a telephone number, so that its fingerprint is found again."""

import re
import unicodedata

_COUNTRY_CODE = re.compile(r"^(?:(?:\+|00)?86(?=1[3-9]\d{9}$)|0(?=1[3-9]\d{9}$)|(?:\+|00)86(?=\d))")
_NOISE = re.compile(r"[\s\-\u2010-\u2015()\[\].,\u00b7/\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")


def normalised_number(text: str) -> str:
    """ASCII, without spaces, separators, invisible characters and the country code; letters (accounts) in lower case."""
    if len(text) == 11 and text.isascii() and text.isdigit():
        return text
    bare = _NOISE.sub("", unicodedata.normalize("NFKC", text)).lower()
    bare = "".join(str(unicodedata.digit(char)) if char.isdigit() and not char.isascii() else char for char in bare)
    return _COUNTRY_CODE.sub("", bare)
