import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portalkit.audit.domain.actors import SYSTEM
from portalkit.audit.services import record
from portalkit.vault.adapters.keyring import KeyFileUnusable
from portalkit.vault.services import CannotOpen, KeyFileExists, create_key_file, rotate_keys


class Command(BaseCommand):
    help = "Puts a new key in front of the vault's key file and re-seals every sealed column under it; or creates a key file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--create", type=Path, metavar="PATH", help="only create a key file here; needs no database")
        parser.add_argument("--retire", action="store_true", help="take older keys that no sealed value uses out of the file")
        parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            result = _create(options["create"]) if options["create"] else _rotate(retire=options["retire"])
        except KeyFileExists as error:
            raise CommandError(f"There is a key file already: {error}. It was left as it is.", returncode=1) from error
        except (KeyFileUnusable, CannotOpen) as error:
            raise CommandError(str(error), returncode=1) from error
        self.stdout.write(json.dumps(result) if options["json"] else "\n".join(f"{name}: {value}" for name, value in result.items()))


def _create(path: Path) -> dict[str, Any]:
    create_key_file(path)
    return {"created": str(path)}


def _rotate(*, retire: bool) -> dict[str, Any]:
    rotation = rotate_keys(retire=retire)
    result = {"keys": list(rotation.keys), "resealed": rotation.resealed, "retired": list(rotation.retired)}
    record(by=SYSTEM, action="access.rotate_keys", detail=result)
    return result
