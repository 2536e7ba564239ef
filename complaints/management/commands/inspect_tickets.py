"""Runs the rules of inspection over tickets, without a job."""

import json
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from complaints.services.inspection import Passed, inspect_batch, inspect_everything, severity_names
from portalkit.imports.models import ImportBatch

MISUSE = 2


class Command(BaseCommand):
    help = "Inspects the tickets of one import, or all. Exit 0: inspected, 1: no such import, 2: misuse."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", type=int, metavar="N", help="only what import number N touched")
        parser.add_argument("--json", action="store_true", help="one JSON object as the last line")

    def handle(self, **options: Any) -> None:
        number: int | None = options["batch"]
        if number is not None and number < 1:
            raise CommandError("imports are numbered from 1", returncode=MISUSE)
        if number is not None and not ImportBatch.objects.filter(pk=number, kind__in=("crm_tickets", "eoms_tickets")).exists():
            raise CommandError(f"There is no import {number} of tickets.", returncode=1)
        began = time.perf_counter()
        passed = inspect_everything(now=timezone.now()) if number is None else inspect_batch(batch_id=number, now=timezone.now())
        document = _document(passed, time.perf_counter() - began)
        self.stdout.write(json.dumps(document, ensure_ascii=False) if options["json"] else _line(document))


def _document(passed: Passed, seconds: float) -> dict[str, Any]:
    return {
        "inspected": passed.inspected,
        "findings": dict(sorted(passed.findings.items())),
        "by_severity": severity_names(passed),
        "mean_score": None if passed.mean_score is None else round(passed.mean_score, 2),
        "seconds": round(seconds, 3),
        "tickets_per_second": round(passed.inspected / seconds) if seconds else None,
    }


def _line(document: dict[str, Any]) -> str:
    score = "–" if document["mean_score"] is None else document["mean_score"]
    found = ", ".join(f"{code} {count}" for code, count in document["findings"].items()) or "nothing"
    return f"{document['inspected']} tickets inspected in {document['seconds']:.1f} s, mean score {score}; found: {found}"
