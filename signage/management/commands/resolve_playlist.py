"""Says for each probe of a file of cases what is on the screen, and why."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from signage.adapters.case_files import UnreadableFile, read_cases
from signage.domain.cases import Answer, BadCase, answer_cases
from signage.domain.lines import Shown


class Command(BaseCommand):
    help = "Resolves what screens show in the cases of a YAML file. Exit status 1: the file is refused, or an expectation differs."

    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("cases", help="The file; its form is described in docs/algorithms/playlist-resolution.md.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            answers = answer_cases(read_cases(Path(options["cases"])))
        except (UnreadableFile, BadCase) as error:
            raise CommandError(str(error), returncode=1) from error
        if options["json"]:
            self.stdout.write(json.dumps({"probes": [_plain(answer) for answer in answers]}, ensure_ascii=False))
        else:
            for answer in answers:
                self.stdout.write("\n".join(_lines(answer)))
        if differing := sum(bool(answer.differences) for answer in answers):
            raise CommandError(f"{differing} of {len(answers)} probes differ from what was expected.", returncode=1)


def _plain(answer: Answer) -> dict[str, Any]:
    decision = answer.decision

    def shown(one: Shown | None) -> dict[str, Any] | None:
        if one is None:
            return None
        return {
            "kind": one.kind,
            "winner": answer.names.get(one.schedule or 0),
            "item": one.item,
            "position": one.index,
            "offset": None if one.ends is None else decision.at - one.started,
            "ends": one.ends,
            "finishing": one.is_finishing,
        }

    return {
        "probe": answer.probe,
        "at": decision.at,
        "until": decision.until,
        "emergency": shown(decision.emergency),
        "zones": {zone: shown(one) for zone, one in decision.zones.items()},
        "overlay": shown(decision.overlay),
        "faults": [{"code": fault.code, "schedule": answer.names.get(fault.schedule), "zone": fault.zone} for fault in decision.faults],
        "reasons": {
            **{answer.names[one.schedule]: {"verdict": one.verdict, "by": answer.names.get(one.by or 0)} for one in answer.reasons},
            **{title: {"verdict": why, "by": None} for title, why in answer.unmeant.items()},
        },
        "differences": list(answer.differences),
    }


def _lines(answer: Answer) -> list[str]:
    told = _plain(answer)
    lines = [told["probe"]]
    for name, one in (("emergency", told["emergency"]), *told["zones"].items(), ("overlay", told["overlay"])):
        if one is not None:
            what = f"{one['kind']} {one['winner'] or ''}: {one['item']} ({one['offset'] or 0} ms in)" if one["item"] else one["kind"]
            lines.append(f"  {name}: {what}{' finishing' if one['finishing'] else ''}")
    lines += [f"  fault: {fault['code']} {fault['schedule'] or ''} {fault['zone']}".rstrip() for fault in told["faults"]]
    for title, why in told["reasons"].items():
        before = f" by {why['by']}" if why["by"] else ""
        lines.append(f"  {title}: {why['verdict']}{before}")
    return [*lines, *(f"  DIFFERS {difference}" for difference in told["differences"])]
