"""The key that signs evidence (Ed25519, RFC 8032), in a file of its own that its owner alone can read."""

import base64
import binascii
import os
import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from .volumes import sync_folder

ALGORITHM = "Ed25519"


class KeyUnusable(Exception):
    """The file or text is no key of this kind; the message shows nothing of it."""


@dataclass(frozen=True)
class PublicKey:
    """The 32 bytes of a public key."""

    raw: bytes

    @property
    def text(self) -> str:
        return base64.b64encode(self.raw).decode("ascii")

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the 32 bytes, in groups of four digits, as people compare it."""
        digits = sha256(self.raw).hexdigest()
        return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))

    @property
    def pem(self) -> str:
        key = Ed25519PublicKey.from_public_bytes(self.raw)
        return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


class SigningKey:
    """Signs. Nothing of the private half leaves this object but signatures."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public = PublicKey(key.public_key().public_bytes_raw())

    def __repr__(self) -> str:
        return f"SigningKey({self.public.fingerprint})"

    def sign(self, data: bytes) -> str:
        """Base64."""
        return base64.b64encode(self._key.sign(data)).decode("ascii")


def signing_key(path: Path) -> SigningKey:
    """The key in the file; made on first use. Two processes that make it at once end up with the same. Raises KeyUnusable."""
    try:
        return _read(path)
    except FileNotFoundError:
        _make(path)
    return _read(path)


def is_signed(*, key: str, signature: str, data: bytes) -> bool:
    """Whether the signature (base64) over the data is that of the public key (base64 of 32 bytes)."""
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True)).verify(base64.b64decode(signature, validate=True), data)
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def public_key(text: str) -> PublicKey:
    """From base64 of the 32 bytes, or PEM. Raises KeyUnusable."""
    try:
        if "BEGIN" not in text:
            raw = base64.b64decode(text.strip(), validate=True)
            return PublicKey(Ed25519PublicKey.from_public_bytes(raw).public_bytes_raw())
        key = load_pem_public_key(text.encode("ascii"))
    except (ValueError, binascii.Error):
        raise KeyUnusable("This is no Ed25519 public key.") from None
    if not isinstance(key, Ed25519PublicKey):
        raise KeyUnusable("This is no Ed25519 public key.")
    return PublicKey(key.public_bytes_raw())


def _read(path: Path) -> SigningKey:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except FileNotFoundError:
        raise
    except (OSError, ValueError, TypeError) as error:
        raise KeyUnusable(f"The evidence key file {path} cannot be read ({type(error).__name__}).") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnusable(f"The evidence key file {path} holds no Ed25519 key.")
    return SigningKey(key)


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    body = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    sync_folder(path.parent)
