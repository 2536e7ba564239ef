import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portalkit.audit.selectors import inspection, unsealed_count


class Command(BaseCommand):
    help = "Checks the audit chain from its first event. Exit 0: it holds. Exit 1: names the first link that does not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", type=_head, metavar="SEQUENCE:DIGEST", help="a head noted earlier, which must still be in the chain")
        parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")

    def handle(self, *_: Any, **options: Any) -> None:
        found = inspection(known_head=options["head"])
        result = {
            "ok": found.fault is None,
            "checked": found.checked,
            "head": f"{found.head_sequence}:{found.head_digest}",
            "unsealed": unsealed_count(),
            "fault": {"kind": found.fault.kind, "sequence": found.fault.sequence, "event": found.fault.event_id} if found.fault else None,
        }
        if options["json"]:
            self.stdout.write(json.dumps(result))
        elif found.fault is None:
            self.stdout.write(f"The audit chain holds: {found.checked} sealed, {result['unsealed']} waiting, head {result['head']}")
        if found.fault:
            raise CommandError(
                f"The audit chain breaks at {found.fault.sequence}: {found.fault.kind}, event {found.fault.event_id}", returncode=1
            )


def _head(text: str) -> tuple[int, str]:
    sequence, _, digest = text.partition(":")
    return int(sequence), digest
