"""Files and functions stay short enough to be read in one go."""

import ast
from pathlib import Path

from tests.architecture.product import ROOT, modules, tracked_files

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
CODE = {".py", ".html", ".css", ".js"}

LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    long = {
        place: lines
        for path in tracked_files()
        if path.suffix in CODE and "migrations" not in path.parts
        if (lines := _lines(path)) > LONGEST_FILE and (place := path.relative_to(ROOT).as_posix()) not in LONG_FILES
    }
    assert not long


def test_no_function_is_longer_than_sixty_lines() -> None:
    long = {
        place: lines
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
        if (place := f"{module.name}.{node.name}") not in LONG_FUNCTIONS
    }
    assert not long


def _lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")
