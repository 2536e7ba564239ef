"""Nanoseconds of processor time per cell and peak memory of the import readers and converters.

    python benchmarks/readers.py [--rows 200000]

Writes one table to standard output; every measure runs in a process of its own, so that its peak is its own.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

COLUMNS = 50
BLOCK = 400
WORDS = ("网络覆盖", "移动上网", "话音", "消息", "信号不稳定", "无法通话", "已处理", "城区", "农村", "一般", "紧急")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=200_000)
    arguments.add_argument("--only", choices=MEASURES)
    arguments.add_argument("--folder", type=Path)
    chosen = arguments.parse_args()
    if chosen.only:
        print(MEASURES[chosen.only](chosen.folder, chosen.rows))
        return
    with tempfile.TemporaryDirectory() as folder:
        _write_files(Path(folder), chosen.rows)
        print(f"{'measure':<34}{'cells':>12}{'ns per cell':>14}{'peak MiB':>10}")
        for name in MEASURES:
            command = [sys.executable, "-m", "benchmarks.readers", "--only", name, "--folder", folder, "--rows", str(chosen.rows)]
            print(subprocess.run(command, check=True, capture_output=True, text=True).stdout.rstrip())


def _row(number: int) -> list[str]:
    opened = datetime(2019, 1, 1) + timedelta(seconds=random.randrange(540 * 86_400))
    dates = [str(opened + timedelta(hours=hours)) for hours in range(8)]
    content = f"用户反映{random.choice(WORDS)}，请核实处理后回复客户。#同步要素# 地点:{random.choice(WORDS)} 时间:20:50 #同步要素#" * 2
    numbers = [f"{20190923000000000 + number:018d}", f"138{number:08d}", f"139{number:08d}"]
    return [*numbers, *dates, "→".join(random.choices(WORDS, k=5)), content, *random.choices(WORDS, k=COLUMNS - 13)]


def _write_files(folder: Path, rows: int) -> None:
    random.seed(1)
    header = ["工单流水号", *(f"列{position}" for position in range(2, COLUMNS + 1))]
    with (folder / "eoms.csv").open("w", encoding="gb18030", newline="") as plain, (folder / "quoted.csv").open("w", newline="") as quoted:
        for cells in (header, *map(_row, range(rows))):
            plain.write(",".join(cells) + "\r\n")
            quoted.write(",".join(f'"{cell}"' for cell in cells) + "\r\n")
    import xlsxwriter

    for name, count in (("small.xlsx", rows // 50), ("large.xlsx", rows // 4)):
        with xlsxwriter.Workbook(str(folder / name), {"constant_memory": name == "large.xlsx"}) as book:
            sheet = book.add_worksheet("工单")
            for number, cells in enumerate((header, *map(_row, range(count)))):
                sheet.write_row(number, 0, cells)


def _read(file: str) -> Callable[[Path, int], str]:
    def measure(folder: Path, rows: int) -> str:
        from portalkit.imports.adapters import sources
        from portalkit.imports.domain.spec import Field, FieldKind, ImportSpec

        spec = ImportSpec("t", "", "", (Field("id", "", FieldKind.ID, ("工单流水号",)),), (), "", lambda: None)  # type: ignore[arg-type, return-value]
        start = time.process_time()
        info = sources.inspect(folder / file, name=file)
        table = sources.open_table(folder / file, info, spec=spec)
        cells = sum(len(block.lines) for block in table.blocks()) * COLUMNS
        return _line(f"read {file}", cells, time.process_time() - start)

    return measure


def _convert(kind: str, make: Callable[[int], Any], **options: Any) -> Callable[[Path, int], str]:
    def measure(_: Path, rows: int) -> str:
        from portalkit.imports.domain.spec import Field, FieldKind
        from portalkit.imports.domain.values import Converter

        random.seed(2)
        converter = Converter(Field("f", "", FieldKind(kind), max_length=4000), **options)
        columns: list[Sequence[Any]] = [tuple(make(number) for number in range(start, start + BLOCK)) for start in range(0, 40_000, BLOCK)]
        start = time.process_time()
        for column in columns:
            converter.convert(column)
        return _line(f"convert {kind} {make.__name__.strip('_')}", 40_000, time.process_time() - start)

    return measure


def _line(name: str, cells: int, seconds: float) -> str:
    status = Path("/proc/self/status").read_text()
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    return f"{name:<34}{cells:>12,}{seconds / cells * 1e9:>14.0f}{peak:>10.0f}"


def _serial_number(number: int) -> str:
    return f"{20190923000000000 + number:018d}"


def _word(_: int) -> str:
    return random.choice(WORDS)


def _unique(number: int) -> str:
    return f"客户{number}反映"


def _content(number: int) -> str:
    return f"用户反映{random.choice(WORDS)}，请核实处理后回复客户。编号{number}"


def _stamp(_: int) -> str:
    return str(datetime(2019, 1, 1) + timedelta(seconds=random.randrange(540 * 86_400)))


def _stamp_or_empty(number: int) -> str:
    return _stamp(number) if number % 3 else ""


def _slashed(number: int) -> str:
    return _stamp(number).replace("-", "/")[:16]


def _american(number: int) -> str:
    return (datetime(2014, 1, 1) + timedelta(seconds=random.randrange(540 * 86_400))).strftime("%m/%d/%Y %I:%M:%S %p")


def _path(_: int) -> str:
    return "→".join(random.choices(WORDS[:5], k=4))


def _digits(_: int) -> str:
    return str(random.randrange(100_000))


def _coordinate(_: int) -> str:
    return f"{random.uniform(100, 120):.6f}"


def _mobile(number: int) -> str:
    return f"138{number:08d}"


def _yes_or_no(number: int) -> str:
    return "是" if number % 2 else "否"


MEASURES: dict[str, Callable[[Path, int], str]] = {
    "csv": _read("eoms.csv"),
    "quoted": _read("quoted.csv"),
    "small": _read("small.xlsx"),
    "large": _read("large.xlsx"),
    "id": _convert("id", _serial_number),
    "word": _convert("text", _word),
    "text": _convert("text", _unique),
    "long": _convert("long_text", _content),
    "stamp": _convert("datetime", _stamp),
    "gaps": _convert("datetime", _stamp_or_empty),
    "slashed": _convert("datetime", _slashed),
    "american": _convert("datetime", _american, layouts=("MM/DD/YYYY",)),
    "path": _convert("path", _path),
    "integer": _convert("integer", _digits),
    "decimal": _convert("decimal", _coordinate),
    "phone": _convert("phone", _mobile),
    "boolean": _convert("boolean", _yes_or_no),
    "choice": _convert("choice", _word),
    "region": _convert("region", _word),
}


if __name__ == "__main__":
    main()
