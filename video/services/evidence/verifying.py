"""Says whether an export is what was exported. Needs the two files and no database."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from video.adapters.signing import ALGORITHM, KeyUnusable, PublicKey, is_signed, public_key
from video.domain.evidence import Fault, NoManifest, is_chain_whole, named, read_manifest, signed_part

_PIECE = 1 << 20
LARGEST_MANIFEST = 64 << 20


@dataclass(frozen=True)
class Verdict:
    """`faults` is empty for a good export. `fingerprint` is that of the key that signed; whose key that is the reader must know."""

    faults: tuple[Fault, ...]
    fingerprint: str = ""

    @property
    def is_good(self) -> bool:
        return not self.faults


def verify_export(*, footage: Path, manifest: Path, key: PublicKey | None = None) -> Verdict:
    """`key` is the one that must have signed; None takes any. Raises OSError."""
    try:
        found = read_manifest(_text(manifest))
    except NoManifest:
        return Verdict((Fault.NO_MANIFEST,))
    says = named(found)
    faults = []
    if not _is_footage(footage, size=says.size, digest=says.sha256):
        faults.append(Fault.ALTERED_FOOTAGE)
    if says.algorithm != ALGORITHM or not is_signed(key=says.key, signature=says.signature, data=signed_part(found)):
        faults.append(Fault.ALTERED_MANIFEST)
    if not is_chain_whole(found):
        faults.append(Fault.BROKEN_CHAIN)
    if key is not None and key.text != says.key:
        faults.append(Fault.FOREIGN_KEY)
    return Verdict(tuple(faults), _fingerprint(says.key))


def _text(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST_MANIFEST)


def _is_footage(path: Path, *, size: int, digest: str) -> bool:
    found = sha256()
    with path.open("rb") as file:
        while data := file.read(_PIECE):
            found.update(data)
        return file.tell() == size and found.hexdigest() == digest


def _fingerprint(text: str) -> str:
    try:
        return public_key(text).fingerprint
    except KeyUnusable:
        return ""
