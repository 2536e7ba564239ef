import json
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scheduling.domain.erlang import Impossible
from scheduling.domain.staffing import Answer, Question, answer

MISUSE = 2


def _number(low: float, high: float = float("inf")) -> Callable[[str], float]:
    def read(text: str) -> float:
        value = float(text)
        if not low <= value <= high:
            raise ValueError
        return value

    read.__name__ = f"number from {low:g}" + (f" to {high:g}" if high < float("inf") else "")
    return read


def _heads(text: str) -> int:
    value = int(text)
    if not 0 <= value <= 1_000_000:
        raise ValueError
    return value


_heads.__name__ = "whole number from 0 to 1e+06"


class Command(BaseCommand):
    help = "Agents for calls by Erlang C, or by Erlang A with --patience. Exit 0: answered, 2: misuse or impossible."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--calls", type=_number(0, 1e9), required=True, help="calls in the interval")
        parser.add_argument("--interval", type=_number(1, 1440), required=True, help="length of the interval, minutes")
        parser.add_argument("--aht", type=_number(0.001, 86400), required=True, help="mean handling time, seconds")
        parser.add_argument("--within", type=_number(0, 86400), required=True, help="seconds within which a call shall be answered")
        wanted = parser.add_mutually_exclusive_group(required=True)
        wanted.add_argument("--target", type=_number(0, 100), help="share to be answered in time, percent")
        wanted.add_argument("--agents", type=_heads, help="agents there are, instead of a target")
        parser.add_argument("--shrinkage", type=_number(0, 99), default=0.0, help="share of paid time not on the phone, percent")
        parser.add_argument("--max-occupancy", type=_number(1, 100), default=100.0, help="percent of their time that agents may talk")
        parser.add_argument("--max-asa", type=_number(0.001, 86400), help="longest mean wait, seconds")
        parser.add_argument("--patience", type=_number(0.001, 86400), help="mean patience of callers, seconds")
        parser.add_argument("--concurrency", type=_number(1, 20), default=1.0, help="contacts an agent handles at a time")
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        try:
            found = answer(_question(options))
        except Impossible as wrong:
            raise CommandError(f"Impossible: {wrong}.", returncode=MISUSE) from None
        document = _document(found)
        self.stdout.write(json.dumps(document) if options["json"] else "\n".join(f"{key}: {value}" for key, value in document.items()))


def _question(options: dict[str, Any]) -> Question:
    return Question(
        calls=options["calls"],
        interval_minutes=options["interval"],
        aht_seconds=options["aht"],
        within_seconds=options["within"],
        target_share=None if options["target"] is None else options["target"] / 100,
        agents=options["agents"],
        shrinkage=options["shrinkage"] / 100,
        max_occupancy=options["max_occupancy"] / 100,
        max_asa_seconds=options["max_asa"],
        patience_seconds=options["patience"],
        concurrency=options["concurrency"],
    )


def _document(found: Answer) -> dict[str, float | int | None]:
    return {
        "agents": found.agents,
        "scheduled_agents": found.scheduled_agents,
        "service_level": found.service_level,
        "waiting_probability": found.waiting_probability,
        "asa": found.asa,
        "occupancy": found.occupancy,
        "abandonment": found.abandonment,
    }
