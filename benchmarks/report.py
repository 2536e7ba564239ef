"""What a measure prints: the command line, how busy the machine is, and a table."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


def heading() -> None:
    """The command that repeats the measure, and the load it starts under: figures of a busy machine are not the product's."""
    arguments = " ".join([f"python -m {_module()}", *sys.argv[1:]])
    print(f"{arguments}\nload {_load()}, {os.cpu_count()} processors\n", flush=True)


def table(title: str, rows: Mapping[str, Mapping[str, object]]) -> None:
    """One line for each row, its name first; columns are those of the first row. Ends with the load it was taken under."""
    columns = list(next(iter(rows.values())))
    lines = [[title, *columns], *([name, *(_text(row[column]) for column in columns)] for name, row in rows.items())]
    widths = [max(len(line[position]) for line in lines) for position in range(len(lines[0]))]
    for number, line in enumerate(lines):
        print(_aligned(line, widths))
        if number == 0:
            print("  ".join("-" * width for width in widths))
    print(f"load {_load()}\n", flush=True)


def _module() -> str:
    """The script's name as `python -m` takes it, from this folder on."""
    return ".".join(Path(sys.argv[0]).resolve().relative_to(Path(__file__).resolve().parents[1]).with_suffix("").parts)


def _aligned(line: Sequence[str], widths: Sequence[int]) -> str:
    name, *figures = (
        text.ljust(width) if position == 0 else text.rjust(width) for position, (text, width) in enumerate(zip(line, widths, strict=True))
    )
    return "  ".join([name, *figures])


def _text(value: object) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def _load() -> str:
    return " ".join(f"{average:.1f}" for average in os.getloadavg())
