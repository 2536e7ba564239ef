"""Prints the public key that signs evidence."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from video.adapters.signing import KeyUnusable
from video.services.evidence.keys import evidence_public_key


class Command(BaseCommand):
    help = "Prints the public key that signs exports of footage, for those who verify them. Makes the key on first use."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="One JSON object: key (base64), fingerprint, pem.")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            key = evidence_public_key()
        except KeyUnusable as error:
            raise CommandError(str(error), returncode=1) from None
        if options["json"]:
            self.stdout.write(json.dumps({"key": key.text, "fingerprint": key.fingerprint, "pem": key.pem}))
            return
        self.stdout.write(f"{key.pem.strip()}\n{key.text}\nSHA-256 {key.fingerprint}")
