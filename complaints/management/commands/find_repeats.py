"""Finds repeated dispatches, repeated complaints, mass complaints and invalid tickets."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from complaints.permissions import ComplaintsPermission
from complaints.selectors.repeats import RepeatsSummary, repeats_summary
from complaints.services import repeats
from portalkit.access.selectors import system_access
from portalkit.audit.domain.actors import SYSTEM
from portalkit.imports.models import ImportBatch
from portalkit.periods.domain.calendar import Month, NotAPeriod, Span, parse

MISUSE = 2


class Command(BaseCommand):
    help = "Finds repeats and invalid tickets of an import, of some months or of all. Exit 0: done, 1: nothing there, 2: misuse."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", type=int, metavar="N", help="the days that this import touched")
        parser.add_argument("--from", dest="first", type=_month, help="first month, for example 2026-10; without it the first there is")
        parser.add_argument("--to", dest="last", type=_month, help="last month, included; without it the last there is")
        parser.add_argument("--json", action="store_true", help="one JSON object as the last line")

    def handle(self, **options: Any) -> None:
        batch = _batch(options)
        days = repeats.days_of_batch(batch) if batch else repeats.month_span(options["first"], options["last"], repeats.days_with_tickets())
        if days is None:
            raise CommandError("There are no tickets to search.", returncode=1)
        tell = None if options["json"] else self.stdout.write
        found = repeats.find_repeats(
            first=days[0],
            last=days[1],
            by=SYSTEM,
            now=timezone.now(),
            batch=batch,
            progress=lambda done, whole: tell(f"{done} of {whole} days") if tell else None,
        )
        summary = repeats_summary(system_access(SYSTEM, [ComplaintsPermission.VIEW]), period=Span(*days))
        document = _document(found, summary, days)
        self.stdout.write(json.dumps(document, ensure_ascii=False) if options["json"] else _line(document))


def _month(text: str) -> Month:
    try:
        month = parse(text)
    except NotAPeriod as error:
        raise ArgumentTypeError(str(error)) from error
    if not isinstance(month, Month):
        raise ArgumentTypeError(f"{text} is no month")
    return month


def _batch(options: dict[str, Any]) -> ImportBatch | None:
    if options["batch"] is None:
        return None
    if options["first"] or options["last"]:
        raise CommandError("Give an import or months, not both.", returncode=MISUSE)
    try:
        return ImportBatch.objects.get(pk=options["batch"])
    except ImportBatch.DoesNotExist:
        raise CommandError(f"There is no import {options['batch']}.", returncode=1) from None


def _document(found: repeats.Searched, summary: RepeatsSummary, days: tuple[date, date]) -> dict[str, Any]:
    return {
        "from": days[0].isoformat(),
        "to": days[1].isoformat(),
        "rules": found.version,
        "searched": found.tickets,
        "changed": found.changed,
        "tickets": summary.tickets,
        "repeated_dispatches": summary.repeated_dispatches,
        "repeated_share": summary.repeated_share,
        "repeated_complaints": summary.repeated_complaints,
        "mass_groups": summary.mass_groups,
        "mass_tickets": summary.mass_tickets,
        "invalid": summary.invalid,
        "invalid_share": summary.invalid_share,
    }


def _line(document: dict[str, Any]) -> str:
    return (
        f"{document['from']} to {document['to']}: {document['tickets']} dispatched tickets, "
        f"{document['repeated_dispatches']} dispatched again, {document['repeated_complaints']} complained again, "
        f"{document['mass_groups']} mass complaints, {document['invalid']} invalid; {document['changed']} changed"
    )
