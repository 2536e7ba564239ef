"""Sealing, fingerprints and the rotation of keys."""

from .rotation import KeyFileExists, Rotation, SealedColumn, create_key_file, register_sealed, registered_columns, rotate_keys
from .sealing import CannotOpen, fingerprint, open_sealed, seal

__all__ = [
    "CannotOpen",
    "KeyFileExists",
    "Rotation",
    "SealedColumn",
    "create_key_file",
    "fingerprint",
    "open_sealed",
    "register_sealed",
    "registered_columns",
    "rotate_keys",
    "seal",
]
