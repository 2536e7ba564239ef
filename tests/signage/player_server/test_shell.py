"""What starts a player without a line."""

import json

import pytest
from django.test import Client

from signage.views import shell


def test_the_shell_holds_the_modules_by_each_name_that_pages_and_modules_use(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """In production the page names files with a digest of their content; the modules import one another without."""
    monkeypatch.setattr(shell, "static", lambda name: f"/static/{name}.0a1b2c3d")
    text = client.get("/player/sw.js").text
    held = json.loads(text.partition("const SHELL = ")[2].partition(";\n")[0])
    assert held[0] == "/player/"
    for module in ("main.js", "clock.js", "store-worker.js", "player.css"):
        assert f"/static/signage/player/{module}" in held
        assert f"/static/signage/player/{module}.0a1b2c3d" in held
    assert len(held) == len(set(held))
