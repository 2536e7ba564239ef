"""Prints complaint rates by month and class, region, cause or type."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from complaints.domain.rates import PER_TEN_THOUSAND, UNITS
from complaints.permissions import ComplaintsPermission
from complaints.selectors import By, Rate, Rates, monthly_rates
from portalkit.access.selectors import system_access
from portalkit.audit.domain.actors import SYSTEM
from portalkit.periods.domain.calendar import Month, NotAPeriod, parse
from portalkit.regions.models import Region

MISUSE = 2
CHOICES = (By.CLASS, By.REGION, By.CAUSE, By.TYPE)


class Command(BaseCommand):
    help = "Complaints, subscribers and rates by month. Exit 0: printed, 1: no such region, 2: misuse."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="first", type=_month, required=True, help="first month, for example 2011-04")
        parser.add_argument("--to", dest="last", type=_month, required=True, help="last month, included")
        parser.add_argument("--region", default="", metavar="CODE", help="a region's code; without it the whole tree")
        parser.add_argument("--by", default=str(By.CLASS), choices=[str(by) for by in CHOICES])
        parser.add_argument("--per", default=PER_TEN_THOUSAND, type=int, choices=UNITS)
        parser.add_argument("--json", action="store_true", help="one JSON object as the last line")

    def handle(self, **options: Any) -> None:
        if options["last"] < options["first"]:
            raise CommandError("--to comes before --from", returncode=MISUSE)
        region = _region(options["region"])
        rates = monthly_rates(
            system_access(SYSTEM, [ComplaintsPermission.VIEW]),
            first=options["first"],
            last=options["last"],
            today=timezone.localdate(),
            region=region,
            by=By(options["by"]),
            per=options["per"],
        )
        if options["json"]:
            self.stdout.write(json.dumps(_document(rates, options, region), ensure_ascii=False))
            return
        for row in rates.rows:
            self.stdout.write(_line(row))


def _month(text: str) -> Month:
    try:
        month = parse(text)
    except NotAPeriod as error:
        raise ArgumentTypeError(str(error)) from error
    if not isinstance(month, Month):
        raise ArgumentTypeError(f"{text} is no month")
    return month


def _region(code: str) -> Region | None:
    if not code:
        return None
    try:
        return Region.objects.get(code=code)
    except Region.DoesNotExist:
        raise CommandError(f"There is no region {code}.", returncode=1) from None


def _document(rates: Rates, options: dict[str, Any], region: Region | None) -> dict[str, Any]:
    return {
        "from": str(options["first"]),
        "to": str(options["last"]),
        "region": region.code if region else None,
        "by": str(rates.by),
        "per": rates.per,
        "rows": [_row(row) for row in rates.rows],
    }


def _row(row: Rate) -> dict[str, Any]:
    found: dict[str, Any] = {
        "month": str(row.month),
        "key": row.key,
        "label": str(row.label),
        "complaints": row.complaints,
        "subscribers": row.subscribers,
        "rate": row.rate,
        "interval": [row.interval.low, row.interval.high] if row.interval else None,
        "partial": row.is_partial,
    }
    if row.published:
        found["published"] = float(row.published.value)
        found["source"] = row.published.source
    return found


def _line(row: Rate) -> str:
    rate = "–" if row.rate is None else f"{row.rate:.2f}"
    interval = f" [{row.interval.low:.2f}, {row.interval.high:.2f}]" if row.interval else ""
    published = f", published {row.published.value.normalize():f}" if row.published else ""
    partial = ", partial month" if row.is_partial else ""
    counted = "–" if row.complaints is None else str(row.complaints)
    subscribers = "–" if row.subscribers is None else str(row.subscribers)
    return f"{row.month}  {row.label}: {counted} / {subscribers} = {rate}{interval}{published}{partial}"
