"""The key ring and the file it lives in.

One line a key, newest first: `key <id 1..255> <base64>`; one line `fingerprint <base64>`. Lines that start with `#` are for
people. The file is replaced as a whole and never written in place.
"""

import base64
import binascii
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HIGHEST_ID = 255
_KEY_BYTES = 32
_HEADER = "# Vault keys of the NOC portal, newest first. Secret. Back it up apart from the database: without it sealed values are lost.\n"


class KeyFileUnusable(Exception):
    """The key file is absent, unreadable or damaged; the message says what to do and shows no key."""


@dataclass(frozen=True)
class KeyRing:
    """Keys by id, newest first, and the key of the fingerprints."""

    keys: Mapping[int, bytes] = field(repr=False)
    fingerprint_key: bytes = field(repr=False)

    @property
    def newest_id(self) -> int:
        return next(iter(self.keys))

    @property
    def ciphers(self) -> dict[int, AESGCM]:
        return {identifier: AESGCM(key) for identifier, key in self.keys.items()}


def new_ring() -> KeyRing:
    return KeyRing(keys={1: secrets.token_bytes(_KEY_BYTES)}, fingerprint_key=secrets.token_bytes(_KEY_BYTES))


def with_new_key(ring: KeyRing) -> KeyRing:
    """The same ring with a fresh key in front. Raises `KeyFileUnusable` when every id is taken."""
    free = next((identifier for identifier in range(ring.newest_id + 1, HIGHEST_ID + 1) if identifier not in ring.keys), None)
    free = free or next((identifier for identifier in range(1, HIGHEST_ID + 1) if identifier not in ring.keys), None)
    if free is None:
        raise KeyFileUnusable("Every key id from 1 to 255 is taken; retire keys that nothing uses any more (rotate_keys --retire).")
    return KeyRing(keys={free: secrets.token_bytes(_KEY_BYTES), **ring.keys}, fingerprint_key=ring.fingerprint_key)


def without(ring: KeyRing, retired: frozenset[int]) -> KeyRing:
    """The ring without some of its older keys; the newest always stays."""
    kept = {identifier: key for identifier, key in ring.keys.items() if identifier == ring.newest_id or identifier not in retired}
    return KeyRing(keys=kept, fingerprint_key=ring.fingerprint_key)


def read_ring(path: Path) -> KeyRing:
    """Raises `FileNotFoundError` where there is no file and `KeyFileUnusable` where it cannot be used."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        raise
    except (OSError, UnicodeDecodeError) as error:
        raise KeyFileUnusable(f"The key file {path} cannot be read ({type(error).__name__}).") from error
    keys: dict[int, bytes] = {}
    fingerprint_key = b""
    for number, line in enumerate(lines, start=1):
        match line.split():
            case ["key", identifier, encoded] if identifier.isdigit() and 1 <= int(identifier) <= HIGHEST_ID:
                keys[int(identifier)] = _decoded(encoded, path, number)
            case ["fingerprint", encoded]:
                fingerprint_key = _decoded(encoded, path, number)
            case []:
                pass
            case [first, *_] if first.startswith("#"):
                pass
            case _:
                raise KeyFileUnusable(f"Line {number} of the key file {path} is not understood.")
    if not keys or not fingerprint_key:
        raise KeyFileUnusable(f"The key file {path} holds no key or no fingerprint key.")
    return KeyRing(keys=keys, fingerprint_key=fingerprint_key)


def create_ring(path: Path) -> KeyRing:
    """Writes a new key file and returns its ring; a file that is there already wins, also against a process that creates it now."""
    draft = _draft(path, new_ring())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    _sync_folder(path.parent)
    return read_ring(path)


def write_ring(path: Path, ring: KeyRing) -> None:
    """Replaces the key file."""
    _draft(path, ring).replace(path)
    _sync_folder(path.parent)


def _decoded(encoded: str, path: Path, number: int) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != _KEY_BYTES:
        raise KeyFileUnusable(f"Line {number} of the key file {path} holds no key of {_KEY_BYTES} bytes.")
    return key


def _draft(path: Path, ring: KeyRing) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    lines = [f"key {identifier} {base64.b64encode(key).decode()}\n" for identifier, key in ring.keys.items()]
    lines.append(f"fingerprint {base64.b64encode(ring.fingerprint_key).decode()}\n")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(_HEADER + "".join(lines))
        file.flush()
        os.fsync(file.fileno())
    return draft


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
