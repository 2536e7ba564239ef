"""Imports export files without a browser: the same reading, checking and writing as the wizard."""

import json
import shutil
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portalkit.access.selectors import Access, system_access
from portalkit.audit.domain.actors import SYSTEM
from portalkit.files.services import path_of

from ...domain.refusals import Refused
from ...domain.registry import UnknownKind, all_specs, spec_of
from ...domain.spec import ImportSpec
from ...models import BatchState, ImportBatch, RememberedMapping
from ...panels.reasons import explain, refusal_text, warning_text
from ...permissions import ImportsPermission
from ...services.inline import import_now
from ...services.mapping import Choice, MappingRefused, choice_of
from ...services.receiving import receive

COUNTS = ("read", "new", "changed", "unchanged", "rejected")
MISUSE = 2


class Command(BaseCommand):
    help = "Checks export files and, with --commit, imports them. Exit 0: previewed or imported, 1: refused, 2: misuse."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", help="the kind of import, for example crm_tickets")
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--mapping", help="a JSON file {field: header}, or the name of a remembered mapping")
        parser.add_argument("--sheet", default="", help="the sheet of a workbook")
        parser.add_argument("--commit", action="store_true", help="import what is good; without it nothing is written")
        parser.add_argument("--create-regions", action="store_true", help="make regions that the tree does not know, under the province")
        parser.add_argument("--errors", type=Path, help="folder for workbooks of rejected rows")
        parser.add_argument("--json", action="store_true", help="one JSON object as the last line")

    def handle(self, **options: Any) -> None:
        spec = _spec(options["kind"])
        missing = [str(path) for path in options["files"] if not path.is_file()]
        if missing:
            raise CommandError(f"No such file: {', '.join(missing)}", returncode=MISUSE)
        document = _document(spec, options["mapping"])
        access = system_access(SYSTEM, [ImportsPermission.UPLOAD, spec.permission])
        results = [self._one(path, spec, document, access, options) for path in options["files"]]
        self._tell(results, as_json=options["json"])
        if any("refused" in result for result in results):
            raise SystemExit(1)

    def _one(
        self, path: Path, spec: ImportSpec, document: dict[str, Any] | None, access: Access, options: dict[str, Any]
    ) -> dict[str, Any]:
        with path.open("rb") as stream:
            batch = receive(stream=stream, name=path.name, kind=spec.code, access=access, now=timezone.now(), sheet=options["sheet"])
        if batch.state == BatchState.REFUSED and (document is None or "info" not in batch.source):
            return _result(path, batch, spec, options["errors"])
        flags = {"create_regions": True} if options["create_regions"] else {}
        choice = (
            choice_of(document, options=flags, sheet=options["sheet"])
            if document is not None
            else Choice(mapping=batch.mapping, options={**batch.options, **flags}, sheet=options["sheet"])
        )
        try:
            batch = import_now(
                batch=batch,
                choice=choice,
                commit=options["commit"],
                explain=explain,
                by=SYSTEM,
                now=timezone.now(),
                report=self._report(options),
            )
        except MappingRefused as refused:
            reasons = [explain(problem, spec) for problem in refused.problems]
            return {**_result(path, batch, spec, None), "refused": str(refused.problems[0].code), "message": "; ".join(reasons)}
        except Refused as refused:
            return {**_result(path, batch, spec, None), "refused": str(refused.code), "message": str(refused)}
        return _result(path, batch, spec, options["errors"])

    def _report(self, options: dict[str, Any]) -> Any:
        if options["json"] or options["verbosity"] < 2:
            return None
        return lambda done, total, note: self.stderr.write(f"{done}{f' / {total}' if total else ''} {note}")

    def _tell(self, results: list[dict[str, Any]], *, as_json: bool) -> None:
        summed = _summed(results)
        if as_json:
            self.stdout.write(json.dumps(summed, ensure_ascii=False))
            return
        for result in results:
            counts = ", ".join(f"{name} {result[name]}" for name in COUNTS)
            refused = f"refused ({result['refused']}): {result.get('message', '')}" if "refused" in result else result["state"]
            self.stdout.write(f"{result['file']}: {refused}; {counts}")
            for warning in result["warnings"]:
                self.stdout.write(f"  ! {warning}")
            for code, count in sorted(result["reasons"].items()):
                self.stdout.write(f"  {count} × {code}")
            if result["error_file"]:
                self.stdout.write(f"  rejected rows: {result['error_file']}")


def _spec(code: str) -> ImportSpec:
    try:
        return spec_of(code)
    except UnknownKind:
        raise CommandError(f"No kind {code!r}. Kinds: {', '.join(spec.code for spec in all_specs())}", returncode=MISUSE) from None


def _document(spec: ImportSpec, given: str | None) -> dict[str, Any] | None:
    """The mapping document that `--mapping` names; None lets the headers speak for themselves."""
    if given is None:
        return None
    path = Path(given)
    if path.suffix.lower() != ".json" and not path.is_file():
        remembered = RememberedMapping.objects.filter(kind=spec.code, name=given).first()
        if remembered is None:
            raise CommandError(f"No remembered mapping {given!r} for {spec.code}.", returncode=MISUSE)
        return {**remembered.mapping, **remembered.options}
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise CommandError(f"Cannot read the mapping {given}: {error}", returncode=MISUSE) from error
    if not isinstance(document, dict):
        raise CommandError(f"The mapping {given} is not a JSON object.", returncode=MISUSE)
    return document


def _result(path: Path, batch: ImportBatch, spec: ImportSpec, errors: Path | None) -> dict[str, Any]:
    found: dict[str, Any] = {"file": str(path), "state": str(batch.state), **{name: getattr(batch, name) for name in COUNTS}}
    found |= {"reasons": dict(batch.reasons), "warnings": [warning_text(warning, spec) for warning in batch.warnings], "batch": batch.pk}
    found["error_file"] = _error_file(batch, errors)
    if batch.state == BatchState.REFUSED:
        found |= {"refused": batch.refusal["code"], "message": refusal_text(batch.refusal, spec)}
    return found


def _error_file(batch: ImportBatch, folder: Path | None) -> str | None:
    """A copy of the error workbook under a readable name."""
    if batch.error_file is None:
        return None
    folder = folder or settings.DATA_DIR / "import-errors"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{Path(batch.file.name).stem[:80]}.rejected-{batch.pk}.xlsx"
    shutil.copyfile(path_of(batch.error_file), path)
    return str(path)


def _summed(results: list[dict[str, Any]]) -> dict[str, Any]:
    if len(results) == 1:
        return results[0]
    reasons: Counter[str] = Counter()
    for result in results:
        reasons.update(result["reasons"])
    summed: dict[str, Any] = {name: sum(result[name] for result in results) for name in COUNTS}
    summed |= {"reasons": dict(reasons), "warnings": [warning for result in results for warning in result["warnings"]]}
    summed |= {"batch": None, "error_file": None, "files": results}
    refused = [result["refused"] for result in results if "refused" in result]
    return {**summed, "refused": refused[0]} if refused else summed
