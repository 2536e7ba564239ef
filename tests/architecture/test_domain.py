"""The domain is pure: standard library, NumPy, SciPy and other domains; nothing that does input or output."""

import ast
import sys

from tests.architecture.product import PACKAGES, Module, modules

SCIENCE = frozenset({"numpy", "scipy"})
DJANGO_TEXT = frozenset({"django.utils.translation"})
OUTSIDE_WORLD = frozenset(
    {
        "asyncio", "ctypes", "fileinput", "ftplib", "glob", "http", "imaplib", "logging", "multiprocessing", "os", "pathlib", "poplib",
        "random", "select", "shutil", "signal", "smtplib", "socket", "socketserver", "sqlite3", "ssl", "subprocess", "tempfile",
        "threading", "time", "urllib.request", "webbrowser",
    }
)  # fmt: skip
FORBIDDEN_CALLS = frozenset({"open", "print", "input", "exec", "eval", "__import__"})

ALLOWED_IMPORTS = {
    ("portalkit.access.domain.request_ids", "logging"): "a filter for log lines, which Django sets up before it loads any app",
    ("portalkit.access.domain.secret_paths", "logging"): "the same",
    ("signage.domain.recurrence", "dateutil.rrule"): "reads recurrence rules (RFC 5545); no clock, no input or output",
    ("signage.domain.bundles", "pathlib"): "pure paths: the names of entries",
    ("signage.domain.media", "pathlib"): "the type of a place that adapters read and write",
}


def test_domains_import_only_pure_modules() -> None:
    guilty = [
        f"{module.place}:{line} imports {imported}"
        for module in _domain_modules()
        for imported, line in _imports(module)
        if not _is_pure(imported) and (module.name, imported) not in ALLOWED_IMPORTS
    ]
    assert not guilty, "\n".join(guilty)


def test_domains_neither_open_files_nor_print() -> None:
    guilty = [
        f"{module.place}:{node.lineno} calls {node.func.id}()"
        for module in _domain_modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FORBIDDEN_CALLS
    ]
    assert not guilty, "\n".join(guilty)


def _domain_modules() -> list[Module]:
    return [module for module in modules() if module.room == "domain"]


def _is_pure(imported: str) -> bool:
    top = imported.split(".")[0]
    if imported in OUTSIDE_WORLD or top in OUTSIDE_WORLD:
        return False
    if top in PACKAGES:
        return "domain" in imported.split(".")
    return top in SCIENCE or top in sys.stdlib_module_names or imported in DJANGO_TEXT


def _imports(module: Module) -> list[tuple[str, int]]:
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            found.append((_absolute(module, node), node.lineno))
    return found


def _absolute(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = module.name.split(".") if module.path.stem == "__init__" else module.name.split(".")[:-1]
    base = package[: len(package) - node.level + 1]
    return ".".join([*base, *filter(None, [node.module])])
