"""Templates stay inside their app and the shared capabilities, and hold no script, style or foreign address."""

import re
from pathlib import Path

import pytest

from tests.architecture.product import ROOT, app_of_template, templates

REFERENCE = re.compile(r"""\{%-?\s*(?:extends|include)\s+["']([^"']+)["']""")
FORBIDDEN = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json)[^>]*>", re.IGNORECASE),
    "an inline style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[a-z][^<>]*\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "an hx-on attribute": re.compile(r"\bhx-on[:-]", re.IGNORECASE),
    "an asset from another machine": re.compile(r"""(?:src|href|action|hx-[a-z]+)\s*=\s*["']\s*(?:https?:)?//""", re.IGNORECASE),
}
COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}", re.DOTALL)
EVERYWHERE = ("django/", "django_htmx/")


def test_templates_extend_and_include_only_their_own_app_and_shared_parts() -> None:
    guilty = [
        f"{_place(path)} uses {name}"
        for path in templates()
        for name in REFERENCE.findall(_source(path))
        if not _may_use(app_of_template(path), name)
    ]
    assert not guilty, "\n".join(guilty)


def test_templates_stand_under_their_apps_name() -> None:
    names = {"ui": {"ui", "404.html", "403.html", "500.html"}}
    guilty = []
    for path in templates():
        app = app_of_template(path).split(".")[-1]
        first = path.relative_to(ROOT).as_posix().split("templates/", 1)[1].split("/")[0]
        if first not in names.get(app, {app}) and app != "noc_portal":
            guilty.append(_place(path))
    assert not guilty, "\n".join(guilty)


def test_templates_hold_no_inline_code_and_no_foreign_address() -> None:
    guilty = [
        f"{_place(path)} has {what}: {found.group(0)[:80]!r}"
        for path in templates()
        for what, pattern in FORBIDDEN.items()
        if (found := pattern.search(_source(path)))
    ]
    assert not guilty, "\n".join(guilty)


@pytest.mark.parametrize(
    "line",
    [
        "<script>alert(1)</script>",
        '<p class="x" style="color:red">',
        '<a onclick="x()">',
        '<link href="https://cdn.example/x.css">',
        '<img src="//cdn.example/x.png">',
        '<a href="javascript:void(0)">',
        '<button hx-on:click="x()">',
    ],
)
def test_forbidden_markup_is_noticed(line: str) -> None:
    assert any(pattern.search(line) for pattern in FORBIDDEN.values())


@pytest.mark.parametrize("line", ['<script type="module" src="/static/x.js"></script>', '<a href="{{ url }}">', '<p class="on style">'])
def test_allowed_markup_passes(line: str) -> None:
    assert not any(pattern.search(line) for pattern in FORBIDDEN.values())


def _may_use(app: str, name: str) -> bool:
    owners = [app_of_template(path) for path in templates() if path.as_posix().endswith(f"/templates/{name}")]
    return name.startswith(EVERYWHERE) or any(owner == app or owner.startswith("portalkit.") for owner in owners)


def _source(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def _place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
