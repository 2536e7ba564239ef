"""Looks for early warnings in all regions and says what it found."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from complaints.permissions import ComplaintsPermission
from complaints.selectors.warning_findings import Finding, look_for_warnings
from complaints.selectors.warning_series import warning_rules
from complaints.services.warning import Kept, keep_warnings
from portalkit.access.selectors import system_access
from portalkit.audit.domain.actors import SYSTEM


class Command(BaseCommand):
    help = "Looks for early warnings, keeps the signals and sets the alarms. Exit 0: looked, whatever was found."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what is found, keep nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object as the last line")

    def handle(self, **options: Any) -> None:
        now = timezone.now()
        access = system_access(SYSTEM, [ComplaintsPermission.VIEW])
        found = look_for_warnings(access, today=timezone.localdate(now), rules=warning_rules())
        kept = None if options["dry_run"] else keep_warnings(found=found, by=SYSTEM, now=now)
        if options["json"]:
            document = {
                "today": found.today.isoformat(),
                "charts": found.charts,
                "watches": found.watches,
                "kept": asdict(kept) if kept else None,
                "findings": [_finding(one) for one in found.findings],
            }
            self.stdout.write(json.dumps(document, ensure_ascii=False))
            return
        for one in found.findings:
            self.stdout.write(_line(one))
        self.stdout.write(_summary(found.charts, found.watches, kept))


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "region": one.region.code,
        "class": one.service_class,
        "method": str(one.method),
        "on": one.on.isoformat(),
        "since": one.since.isoformat(),
        "complaints": one.complaints,
        "ratio": one.ratio,
        "severity": str(one.grade) if one.grade else None,
        "ended_on": one.ended_on.isoformat() if one.ended_on else None,
    }


def _line(one: Finding) -> str:
    end = f"until {one.ended_on}" if one.ended_on else "open"
    return (
        f"{one.on}  {one.region.code} {one.service_class} {one.method}: {one.complaints} complaints, {one.ratio:.2f} times the usual, {end}"
    )


def _summary(charts: int, watches: int, kept: Kept | None) -> str:
    looked = f"{charts} monthly charts and {watches} daily watches"
    if kept is None:
        return f"{looked}; nothing kept"
    return f"{looked}; {kept.new} new, {kept.changed} changed, {kept.open} open; {kept.raised} alarms raised, {kept.cleared} cleared"
