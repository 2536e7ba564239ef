"""README and docs name what exists, and what the public can call or set is named there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.architecture.product import PACKAGES, ROOT, modules

PAGES = tuple(sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]))
COMMAND = re.compile(r"manage\.py ([a-z_]+)")
VARIABLE = re.compile(r"\b(?:NOC_[A-Z_]+|DATABASE_URL|REDIS_URL|DJANGO_SETTINGS_MODULE)\b")
MAKE = re.compile(r"\bmake ([a-z]+)\b(?=[` \n])")
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
CODE_SPAN = re.compile(r"`[^`\n]+`|```.*?```", re.DOTALL)
READS = re.compile(r"""env\.(?:read|require|flag)\(\s*["']([A-Z_]+)["']|environ(?:\.get\(|\.setdefault\(|\[)\s*["']([A-Z_]+)["']""")
PAGE = re.compile(r"\bdocs/[\w./-]*\.md\b")
SPEAKING = {".py", ".js", ".css", ".html", ".toml", ".sh", ".conf"}
NOT_FOR_USERS = {"NOC_LANE": "set by the lanes for the tests that they start"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    lost = [link for link in LINK.findall(_text(page)) if not (page.parent / link).exists()]
    assert not lost


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_that_a_page_names_exist(page: Path) -> None:
    named = {name for code in CODE_SPAN.findall(_text(page)) for name in COMMAND.findall(code)}
    unknown = named - set(get_commands())
    assert not unknown


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_make_targets_that_a_page_names_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {name for code in CODE_SPAN.findall(_text(page)) for name in MAKE.findall(code)}
    unknown = named - targets
    assert not unknown


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_variables_that_a_page_names_are_read_somewhere(page: Path) -> None:
    named = {name.removesuffix("_FILE") for name in VARIABLE.findall(_text(page))}
    unknown = named - _variables() - _settings()
    assert not unknown


def test_pages_that_the_code_names_exist() -> None:
    files = [
        path for package in (*PACKAGES, "tests", "benchmarks", "deploy") for path in (ROOT / package).rglob("*") if path.suffix in SPEAKING
    ]
    lost = {(str(path.relative_to(ROOT)), named) for path in files for named in PAGE.findall(_text(path)) if not (ROOT / named).exists()}
    assert not lost


def test_our_own_commands_are_all_described() -> None:
    ours = {name for name, app in get_commands().items() if isinstance(app, str) and app.split(".")[0] in PACKAGES}
    silent = ours - _named(COMMAND)
    assert not silent, "describe in docs/operations.md"


def test_every_variable_is_described() -> None:
    described = {name.removesuffix("_FILE") for name in _named(VARIABLE)} | set(NOT_FOR_USERS)
    silent = _variables() - described
    assert not silent, "describe in docs/operations.md"


def test_every_capability_has_a_docstring_to_learn_it_from() -> None:
    roots = [module for module in modules() if module.name.startswith("portalkit.") and not module.room]
    assert not [module.name for module in roots if not ast.get_docstring(module.tree)]


def test_every_decision_is_listed_in_the_architecture() -> None:
    listed = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert not [path.name for path in (ROOT / "docs" / "adr").glob("*.md") if path.name not in listed]


def test_identifiers_of_the_glossary_stand_in_the_code() -> None:
    rows = [line.strip("| ").split("|") for line in _text(ROOT / "docs" / "glossary.md").splitlines() if line.startswith("| ")]
    spelled = {word for row in rows for code in CODE_SPAN.findall(row[2]) for word in re.findall(r"[A-Za-z]\w+", code)}
    written = {word for module in modules() for word in re.findall(r"[A-Za-z]\w+", module.path.read_text(encoding="utf-8"))}
    lost = sorted(spelled - written)
    assert not lost, "the code says it otherwise, or not yet (then write a dash)"


@cache
def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@cache
def _variables() -> frozenset[str]:
    sources = [path for package in (*PACKAGES, "tests", "deploy", "benchmarks") for path in (ROOT / package).rglob("*.py")]
    found = {name for path in sources for pair in READS.findall(path.read_text(encoding="utf-8")) for name in pair if name}
    return frozenset(name for name in found if VARIABLE.fullmatch(name))


@cache
def _settings() -> frozenset[str]:
    return frozenset(re.findall(r"^([A-Z_]+) = ", (ROOT / "noc_portal/settings/base.py").read_text(encoding="utf-8"), re.MULTILINE))


def _named(pattern: re.Pattern[str]) -> set[str]:
    return {name for page in PAGES for name in pattern.findall(_text(page))}
