"""Solves a roster problem from a file."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scheduling.adapters.roster.exact import NoRoster, solve_instance
from scheduling.adapters.roster.solve import Progress, solve
from scheduling.domain.roster.diagnosis import advice
from scheduling.domain.roster.problem_json import document_of, problem_from
from scheduling.domain.roster.public_instance import BadInstance, instance_from
from scheduling.domain.roster.validation import BadProblem

FORMATS = ("own", "curtois")
STARTS = tuple(range(360, 1081, 120))


class Command(BaseCommand):
    help = "Solves a roster. Exit 0: solved, 1: solved with broken rules, 2: the problem is wrong or cannot be read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("problem", type=Path)
        parser.add_argument("--format", choices=FORMATS, default="own", help="curtois: text of the Employee Shift Scheduling benchmark")
        parser.add_argument("--seconds", type=float, default=60)
        parser.add_argument("--out", type=Path, help="where the roster is written as JSON")
        parser.add_argument("--advice", action="store_true", help="which limits bind and what one more start time would bring")
        parser.add_argument("--json", action="store_true", help="one JSON object as the last line")

    def handle(self, **options: Any) -> None:
        if not 0 < options["seconds"] < float("inf"):
            raise CommandError("--seconds must be above 0", returncode=2)
        try:
            text = options["problem"].read_text(encoding="utf-8")
            found = (self._public if options["format"] == "curtois" else self._own)(text, options)
        except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
            raise CommandError(f"{options['problem']} cannot be read: {error}", returncode=2) from error
        except (BadProblem, BadInstance, NoRoster) as error:
            raise CommandError(str(error), returncode=2) from error
        if options["out"]:
            options["out"].write_text(json.dumps(found, ensure_ascii=False) + "\n", encoding="utf-8")
        self._say(found, as_json=options["json"])
        if found["violations"]:
            sys.exit(1)

    def _own(self, text: str, options: dict[str, Any]) -> dict[str, Any]:
        problem = problem_from(json.loads(text))
        solution = solve(problem, seconds=options["seconds"], on_progress=self._progress(options))
        found = document_of(problem, solution)
        if options["advice"]:
            taken = {shift.start for shift in problem.shifts}
            found["advice"] = asdict(advice(problem, starts=tuple(start for start in STARTS if start not in taken)))
        return found

    def _public(self, text: str, options: dict[str, Any]) -> dict[str, Any]:
        return solve_instance(instance_from(text), seconds=options["seconds"]).document()

    def _progress(self, options: dict[str, Any]) -> Callable[[Progress], None]:
        def tell(progress: Progress) -> None:
            if options["verbosity"] > 1:
                self.stderr.write(f"{progress.share:.0%} {progress.step} {progress.objective} ≥ {progress.bound}")

        return tell

    def _say(self, found: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            short = {name: value for name, value in found.items() if name not in ("assignments", "breaks")}
            self.stdout.write(json.dumps(short, ensure_ascii=False))
            return
        objective, bound = ("–" if found[name] is None else f"{found[name]:.10g}" for name in ("objective", "bound"))
        self.stdout.write(f"objective {objective}, bound {bound}, violations {len(found['violations'])}")
        for broken in found["violations"]:
            self.stdout.write(f"  {broken['rule']}: {broken['agent']}, day {broken['day']}, by {broken['by']:g}")
