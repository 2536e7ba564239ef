"""The monthly report of a province and its 14 prefectures in all three formats: seconds, peak memory, size, and whether all numbers agree.

python -m benchmarks.reports                 # loads the demo province into a folder of its own (minutes), then measures
python -m benchmarks.reports --data DIR      # measures on the demo in this data folder, leaving its reports as they are

The reports are made in a child process, whose peak resident memory is what is told. Bars: 20 s, 300 MiB.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SECONDS, MEBIBYTES = 20.0, 300.0
MONTH = "2026-10"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="data folder that holds the demo province")
    parser.add_argument("--month", default="", help="default: the newest month that is over")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        print(json.dumps(_measure(arguments.month)))
        return
    with tempfile.TemporaryDirectory(prefix="bench-reports-") as made:
        folder = arguments.data or _loaded(Path(made))
        child = [sys.executable, "-m", "benchmarks.reports", "--child", "--month", arguments.month]
        ended = subprocess.run(child, env=_environment(folder), capture_output=True, text=True, check=True)
    _tell(json.loads(ended.stdout.splitlines()[-1]))


def _environment(folder: Path) -> dict[str, str]:
    return os.environ | {"NOC_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "noc_portal.settings.dev"}


def _loaded(folder: Path) -> Path:
    for command in (["migrate", "--verbosity", "0"], ["demo", "load"]):
        subprocess.run([sys.executable, "manage.py", *command], env=_environment(folder), check=True, stdout=subprocess.DEVNULL)
    return folder


def _measure(month: str) -> dict[str, object]:
    import django

    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from portalkit.audit.domain.actors import SYSTEM
    from portalkit.periods.domain.calendar import Month, month_of, parse
    from portalkit.regions.models import Region
    from reports.models import Report

    now = timezone.now()
    wanted = parse(month) if month else month_of(now).previous()
    assert isinstance(wanted, Month)
    regions = list(Region.objects.filter(level__in=("province", "prefecture")).order_by("path"))
    began, used, before = time.perf_counter(), time.process_time(), _peak()
    with transaction.atomic():
        Report.objects.filter(kind="monthly", period=str(wanted)).delete()
        found = _generate(wanted, regions, now, SYSTEM)
        spent, cpu = time.perf_counter() - began, time.process_time() - used
        found["differing"] = sum(_differing(pk) for pk in found.pop("versions"))  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    return {
        "seconds": round(spent, 2),
        "cpu_seconds": round(cpu, 2),
        "peak_mib": round(found.pop("peak"), 1),
        "before_mib": round(before, 1),
        **found,
    }  # type: ignore[arg-type]


def _generate(month: object, regions: list[object], now: object, by: object) -> dict[str, object]:
    from reports.services.generating import generate

    sizes: dict[str, int] = {}
    versions, figures = [], 0
    for region in regions:
        version = generate(kind="monthly", period=month, region=region, language="zh-hans", by=by, now=now).version  # type: ignore[arg-type]
        versions.append(version.pk)
        figures += version.figures
        for file in version.files.select_related("stored"):
            sizes[file.file_format] = sizes.get(file.file_format, 0) + file.stored.size
    kilobytes = {name: round(size / len(regions) / 1000) for name, size in sizes.items()}
    return {"reports": len(regions), "figures": figures, "mean_kb": kilobytes, "versions": versions, "peak": _peak()}


def _differing(pk: int) -> int:
    """How many rows of tables do not read the same in workbook, PDF and slides."""
    from portalkit.files.services import open_file
    from reports.domain.encoding import from_json
    from reports.models import ReportVersion
    from tests.reports.reading import as_shown, pdf_lines, rows_of, slide_tables, texts_of, workbook_rows

    version = ReportVersion.objects.get(pk=pk)
    content = {}
    for file in version.files.select_related("stored"):
        with open_file(file.stored) as stream:
            content[file.file_format] = stream.read()
    lines, tables, cells = set(pdf_lines(content["pdf"])), slide_tables(content["pptx"]), workbook_rows(content["xlsx"])
    wrong = 0
    for exhibit, row in rows_of(from_json(version.document)):
        wanted = texts_of(exhibit, row)
        in_cells = any(as_shown(exhibit, found[: len(wanted)]) == wanted for found in cells if found and found[0] == wanted[0])
        wrong += not (" ".join(wanted) in lines and wanted in tables and in_cells)
    return wrong


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _tell(found: dict[str, object]) -> None:
    print(f"{found['reports']} monthly reports in three formats, {found['figures']} figures")
    time_share, memory_share = float(str(found["seconds"])) / SECONDS, float(str(found["peak_mib"])) / MEBIBYTES
    print(f"  time    {found['seconds']} s, of processor {found['cpu_seconds']} s  ({time_share:.0%} of {SECONDS:.0f} s)")
    print(f"  memory  {found['peak_mib']} MiB, {found['before_mib']} before  ({memory_share:.0%} of {MEBIBYTES:.0f} MiB)")
    print(f"  size    {found['mean_kb']} KB a report")
    print(f"  rows that read differently somewhere: {found['differing']}")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
