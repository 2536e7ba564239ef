"""Checks an export of footage against its manifest."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from video.adapters.signing import KeyUnusable, PublicKey, public_key
from video.domain.evidence import Fault
from video.services.evidence.verifying import Verdict, verify_export

TEXTS = {
    Fault.NO_MANIFEST: "The manifest cannot be read: it is damaged, or none of this portal.",
    Fault.ALTERED_FOOTAGE: "The footage is not the file that was exported: its length or SHA-256 differs.",
    Fault.ALTERED_MANIFEST: "The manifest was changed after it was signed.",
    Fault.BROKEN_CHAIN: "The chain of the sources is broken: one was changed, added, removed or moved.",
    Fault.FOREIGN_KEY: "The manifest was signed with another key than the one given.",
}


class Command(BaseCommand):
    help = (
        "Checks that footage and manifest are as they were exported. Exit status 0: good; 1: not, with what is wrong; 2: called wrongly. "
        "Works without a database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("footage", type=Path, metavar="FILE.mp4")
        parser.add_argument("manifest", type=Path, metavar="MANIFEST.json")
        parser.add_argument("--key", help="The public key that must have signed: base64, or a PEM file. Without it any key is taken.")
        parser.add_argument("--json", action="store_true", help="One JSON object: good, faults, fingerprint.")

    def handle(self, *_: Any, **options: Any) -> None:
        key = _key(options["key"]) if options["key"] else None
        try:
            verdict = verify_export(footage=options["footage"], manifest=options["manifest"], key=key)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}", returncode=2) from None
        if options["json"]:
            faults = [str(fault) for fault in verdict.faults]
            self.stdout.write(json.dumps({"good": verdict.is_good, "faults": faults, "fingerprint": verdict.fingerprint}))
        else:
            self.stdout.write("\n".join([*(TEXTS[fault] for fault in verdict.faults), *_good(verdict, key)]))
        if not verdict.is_good:
            raise SystemExit(1)


def _good(verdict: Verdict, key: PublicKey | None) -> list[str]:
    if not verdict.is_good:
        return []
    lines = ["Good: footage, manifest and chain are as they were signed.", f"Signed with the key SHA-256 {verdict.fingerprint}"]
    return lines if key is not None else [*lines, "Compare this fingerprint with that of the network management centre, or give --key."]


def _key(text: str) -> PublicKey:
    try:
        return public_key(Path(text).read_text(encoding="ascii") if Path(text).is_file() else text)
    except (KeyUnusable, UnicodeDecodeError, OSError):
        raise CommandError("--key is no Ed25519 public key: give base64, or a PEM file.", returncode=2) from None
