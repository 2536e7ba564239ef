"""Writes the monthly report of a region as PDF, workbook and slides, without a browser."""

import json
import time
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portalkit.audit.domain.actors import SYSTEM
from portalkit.files.services import path_of
from portalkit.periods.domain.calendar import Month, NotAPeriod
from portalkit.regions.models import Region
from reports.domain.kinds import Language, ReportKind, period_of
from reports.models import ReportVersion
from reports.selectors.reports import files_of
from reports.services.generating import EmptyPeriod, NumberTaken, generate

MISUSE = 2


class Command(BaseCommand):
    help = "The monthly report as three files. Exit 0: written, 1: no data, no such region or folder, 2: misuse."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("month", type=_month, help="for example 2026-10")
        parser.add_argument("--region", default="", metavar="CODE", help="a region's code; without it the province")
        parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the files; made when it is missing")
        parser.add_argument("--language", default=str(Language.CHINESE), choices=[str(one) for one in Language])
        parser.add_argument("--json", action="store_true", help="one JSON object as the last line")

    def handle(self, **options: Any) -> None:
        began = time.monotonic()
        region = _region(options["region"])
        try:
            made = generate(
                kind=ReportKind.MONTHLY,
                period=options["month"],
                region=region,
                language=options["language"],
                by=SYSTEM,
                now=timezone.now(),
            )
        except EmptyPeriod as empty:
            raise CommandError(f"{empty}", returncode=1) from None
        except NumberTaken:
            raise CommandError("Somebody else generated this report at the same time; try again.", returncode=1) from None
        files = _written(made.version, options["out"])
        seconds = round(time.monotonic() - began, 2)
        if options["json"]:
            self.stdout.write(json.dumps(_summary(made.version, files, is_new=made.is_new, seconds=seconds), ensure_ascii=False))
            return
        for file in files:
            self.stdout.write(str(file))
        self.stdout.write(f"Version {made.version.number}, {made.version.figures} figures, {seconds} s")


def _month(text: str) -> Month:
    try:
        month = period_of(ReportKind.MONTHLY, text)
    except NotAPeriod as error:
        raise ArgumentTypeError(str(error)) from error
    assert isinstance(month, Month)
    return month


def _region(code: str) -> Region:
    found = Region.objects.filter(code=code) if code else Region.objects.filter(parent=None)
    if found.count() != 1:
        reason = f"There is no region {code}." if code else "There is no province, or more than one: name it with --region."
        raise CommandError(reason, returncode=1)
    return found.get()


def _written(version: ReportVersion, folder: Path) -> list[Path]:
    """The stored files under their names; each is written beside its place first, so that nobody finds half a file."""
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files_of(version):
            target = folder / file.name
            draft = target.with_name(f".{target.name}.part")
            draft.write_bytes(path_of(file.stored).read_bytes())
            draft.replace(target)
            written.append(target)
    except OSError as error:
        raise CommandError(f"The files cannot be written to {folder}: {error.strerror}.", returncode=1) from error
    return written


def _summary(version: ReportVersion, files: list[Path], *, is_new: bool, seconds: float) -> dict[str, Any]:
    return {
        "files": [str(file) for file in files],
        "version": version.number,
        "new": is_new,
        "data_version": version.data_version,
        "figures": version.figures,
        "partial": version.is_partial,
        "seconds": seconds,
    }
