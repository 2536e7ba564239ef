"""Seals, opens and fingerprints single values; a few microseconds each, so that an import can seal every row."""

import os
from hashlib import blake2b
from pathlib import Path
from time import monotonic

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from portalkit.vault.adapters.keyring import KeyFileUnusable, KeyRing, create_ring, read_ring
from portalkit.vault.domain.numbers import normalised_number

_NONCE_BYTES = 12
_LOOK_AGAIN_SECONDS = 10.0


class CannotOpen(Exception):
    """The value was altered, or the key it was sealed with is not in the key file."""


def seal(text: str) -> bytes:
    """The text encrypted under the newest key: one byte key id, nonce, ciphertext with tag. Empty text gives empty bytes."""
    if not text:
        return b""
    if monotonic() > _loaded.look_again_at:
        _loaded.refresh()
    nonce = os.urandom(_NONCE_BYTES)
    return _loaded.prefix + nonce + _loaded.newest.encrypt(nonce, text.encode(), _loaded.prefix)


def open_sealed(sealed: bytes | memoryview) -> str:
    """The text that `seal` was given. Raises `CannotOpen`."""
    if not sealed:
        return ""
    value = bytes(sealed)
    cipher = _loaded.ciphers.get(value[0]) or _loaded.refreshed().get(value[0])
    if cipher is None:
        raise CannotOpen(f"The key {value[0]} is not in the key file.")
    try:
        return cipher.decrypt(value[1 : 1 + _NONCE_BYTES], value[1 + _NONCE_BYTES :], value[:1]).decode()
    except (InvalidTag, ValueError) as error:
        raise CannotOpen("The sealed value was altered or sealed with another key file.") from error


def fingerprint(text: str) -> str:
    """32 hexadecimal digits, the same for every spelling of a number and for nothing else; empty for empty text."""
    number = normalised_number(text)
    if not number:
        return ""
    if not _loaded.fingerprint_key:
        _loaded.refresh()
    return blake2b(number.encode(), key=_loaded.fingerprint_key, digest_size=16).hexdigest()


def current_ring() -> KeyRing:
    """The ring as it stands in the key file now; makes the file where this installation allows it."""
    path = Path(settings.VAULT_KEY_FILE)
    try:
        return read_ring(path)
    except FileNotFoundError:
        if getattr(settings, "VAULT_KEY_FILE_REQUIRED", False):
            raise KeyFileUnusable(f"There is no key file {path}. Create it with: manage.py rotate_keys --create {path}") from None
    return create_ring(path)


def forget_ring() -> None:
    """Reads the key file again at the next use; called after it was replaced."""
    _loaded.forget()


class _Loaded:
    """The ciphers of the key file, kept between calls. A process looks for a newer key every few seconds and at an unknown id."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.look_again_at = 0.0
        self.seen: tuple[str, int, int] = ("", 0, 0)
        self.ciphers: dict[int, AESGCM] = {}
        self.prefix = b""
        self.fingerprint_key = b""

    def refresh(self) -> None:
        self.look_again_at = monotonic() + _LOOK_AGAIN_SECONDS
        if self.seen == _file_state():
            return
        ring = current_ring()
        self.ciphers = ring.ciphers
        self.newest = self.ciphers[ring.newest_id]
        self.prefix = bytes([ring.newest_id])
        self.fingerprint_key = ring.fingerprint_key
        self.seen = _file_state()

    def refreshed(self) -> dict[int, AESGCM]:
        self.refresh()
        return self.ciphers


def _file_state() -> tuple[str, int, int]:
    path = str(settings.VAULT_KEY_FILE)
    try:
        found = Path(path).stat()
    except OSError:
        return (path, -1, -1)
    return (path, found.st_ino, found.st_mtime_ns)


_loaded = _Loaded()
