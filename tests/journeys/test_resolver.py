"""The browser's resolver against ours: thousands of generated programmes, in real Chromium."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser

from signage.domain.programme import programme_of
from signage.domain.resolver import Resolver
from tests.signage.manifests import Case, a_case

CASES = 2_000
# As a module out of a blob: no server is needed, and what runs is the file that players load.
ASK = """async ([source, cases]) => {
  const { Resolver } = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  return JSON.stringify(JSON.parse(cases).map(({ manifest, verified, moments }) => {
    const resolver = new Resolver(manifest, new Set(verified));
    return moments.map((moment) => resolver.resolve(moment));
  }));
}"""


def ours(case: Case) -> list[dict[str, Any]]:
    resolver = Resolver(programme_of(case.manifest), verified=case.verified)
    return [json.loads(json.dumps(resolver.resolve(moment).as_json())) for moment in case.moments]


@pytest.mark.browser
def test_the_players_resolver_gives_the_same_answers(chromium: Browser) -> None:
    source = finders.find("signage/player/resolver.js")
    assert isinstance(source, str)
    cases = [a_case(seed) for seed in range(CASES)]
    asked = [{"manifest": case.manifest, "verified": sorted(case.verified), "moments": list(case.moments)} for case in cases]
    page = chromium.new_page()
    theirs = json.loads(page.evaluate(ASK, [Path(source).read_text(encoding="utf-8"), json.dumps(asked)]))
    page.close()
    met: Counter[str] = Counter()
    for case, answers in zip(cases, theirs, strict=True):
        expected = ours(case)
        assert answers == expected
        for decision in expected:
            met.update(_features(decision))
    wanted = {
        "loop",
        "default",
        "built_in",
        "advert",
        "finishing",
        "overlay",
        "emergency",
        "not_downloaded",
        "nothing_valid",
    }
    assert all(met[feature] > 100 for feature in wanted), met


def _features(decision: dict[str, Any]) -> list[str]:
    zones = list(decision["zones"].values())
    codes = [f"{fault['code']}-fault" if fault["code"] == "built_in" else fault["code"] for fault in decision["faults"]]
    layers = [layer for layer in ("emergency", "overlay") if decision[layer]]
    return [*(shown["kind"] for shown in zones), *("finishing" for shown in zones if shown["is_finishing"]), *codes, *layers]
