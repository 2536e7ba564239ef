"""The Simplified-Chinese translation is complete, current and compiled, app by app."""

import re
from pathlib import Path

import pytest
from django.apps.config import AppConfig

from tests.architecture import catalogues
from tests.architecture.product import ROOT, app_configs, modules, templates

PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[a-z_]*\}")
PERSONAL = re.compile(r"^\"(?:Last-Translator|Language-Team|Report-Msgid-Bugs-To|\S+-Date):[^\n]*[@\d]", re.MULTILINE)
OTHER_PLACEHOLDERS = {"portalkit.periods": "the two languages write dates from different parts"}

APPS = {config.name: config for config in app_configs()}
pytestmark = pytest.mark.parametrize("app", sorted(APPS))


def test_every_text_is_translated(app: str) -> None:
    translated = {entry.full_key for entry in _entries(app) if all(entry.texts) and entry.texts}
    missing = sorted(_texts(app) - translated)
    where = _po(APPS[app]).relative_to(ROOT)
    assert not missing, f"{len(missing)} texts have no Chinese in {where}:\n" + "\n".join(map(repr, missing))


def test_no_translation_is_fuzzy_obsolete_or_unused(app: str) -> None:
    wrong = [entry.key for entry in _entries(app) if "fuzzy" in entry.flags or "obsolete" in entry.flags]
    unused = sorted({entry.full_key for entry in _entries(app)} - _texts(app))
    assert not wrong
    assert not unused, "\n".join(map(repr, unused))


def test_translations_keep_the_placeholders(app: str) -> None:
    wrong = [entry.key for entry in _entries(app) for text in entry.texts if not _same_placeholders(entry, text)]
    assert not wrong or app in OTHER_PLACEHOLDERS


def test_the_compiled_catalogue_is_current(app: str) -> None:
    po = _po(APPS[app])
    if not po.exists():
        return
    assert catalogues.in_mo(po.with_suffix(".mo")) == catalogues.compiled(_entries(app)), f"run compilemessages in {po.parents[3].name}"


def test_the_catalogue_carries_no_personal_data(app: str) -> None:
    po = _po(APPS[app])
    assert not (po.exists() and PERSONAL.search(po.read_text(encoding="utf-8")))


def _texts(app: str) -> set[str]:
    found = set()
    for module in modules():
        if module.name == app or module.name.startswith(app + "."):
            found |= catalogues.in_python(module.path.read_text(encoding="utf-8"))
    for path in templates():
        if path.is_relative_to(Path(APPS[app].path)):
            found |= catalogues.in_template(path.read_text(encoding="utf-8"))
    return found


def _entries(app: str) -> list[catalogues.Entry]:
    po = _po(APPS[app])
    return catalogues.in_po(po) if po.exists() else []


def _po(config: AppConfig) -> Path:
    return Path(config.path) / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def _same_placeholders(entry: catalogues.Entry, text: str) -> bool:
    wanted, written = set(PLACEHOLDER.findall(entry.key)), set(PLACEHOLDER.findall(text))
    return written == wanted or (bool(entry.plural) and written == set(PLACEHOLDER.findall(entry.plural)))
