"""The product's own files as data: modules with their syntax trees, templates, applications."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps
from django.apps.config import AppConfig

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = tuple(
    name
    for name in ("portalkit", "complaints", "reports", "scheduling", "video", "signage", "monitoring", "storefronts", "noc_portal")
    if (ROOT / name).is_dir()
)
BUSINESS = tuple(name for name in PACKAGES if name not in ("portalkit", "noc_portal"))


@dataclass(frozen=True)
class Module:
    """`name` is dotted; `room` the part inside the app (`services`, `domain` …), empty for the app's own `__init__`."""

    path: Path
    name: str
    app: str
    room: str

    @property
    def tree(self) -> ast.Module:
        return _parse(self.path)

    @property
    def place(self) -> str:
        return self.path.relative_to(ROOT).as_posix()


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the product but migrations."""
    return tuple(_modules())


@cache
def templates() -> tuple[Path, ...]:
    return tuple(sorted(path for package in PACKAGES for path in (ROOT / package).rglob("templates/**/*") if path.is_file()))


@cache
def app_configs() -> tuple[AppConfig, ...]:
    return tuple(config for config in apps.get_app_configs() if Path(config.path).is_relative_to(ROOT) and ".venv" not in config.path)


@cache
def tracked_files() -> tuple[Path, ...]:
    """What git has or would take: everything not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return tuple(path for name in sorted(filter(None, listed.stdout.split("\0"))) if (path := ROOT / name).is_file())


def app_of_template(path: Path) -> str:
    """`complaints` for complaints/templates/…, `portalkit.ui` for portalkit/ui/templates/…"""
    parts = path.relative_to(ROOT).parts
    return ".".join(parts[: parts.index("templates")])


def _modules() -> Iterator[Module]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            inner = path.relative_to(ROOT).with_suffix("").parts
            if "migrations" in inner:
                continue
            depth = 2 if package == "portalkit" else 1
            parts = inner[:-1] if inner[-1] == "__init__" else inner
            yield Module(path=path, name=".".join(parts), app=".".join(parts[:depth]), room=parts[depth] if len(parts) > depth else "")


@cache
def _parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
