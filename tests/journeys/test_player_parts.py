"""Parts of the player by themselves in real Chromium: its clock on a device that slept or was set, and the watch over its files."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser

HOUR = 3_600_000
# A device whose clocks are moved by hand. `portal` is the portal's time, or null without a line.
LIVE = """async ([source, steps]) => {
  const { Clock } = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  const world = { wall: 1_764_000_000_000, ticks: 5_000, portal: null };
  Date.now = () => world.wall;
  performance.now = () => world.ticks;
  globalThis.fetch = async () => {
    if (world.portal === null) throw new TypeError("no line");
    return { json: async () => ({ now: world.portal }) };
  };
  globalThis.setTimeout = () => 0;
  const soon = async () => { for (let turn = 0; turn < 50; turn += 1) await null; };
  const clock = new Clock(0);
  clock.keep(async () => {});
  await soon();
  const seen = [];
  for (const { wall, ticks, portal } of steps) {
    world.wall += wall;
    world.ticks += ticks;
    world.portal = portal === null ? null : 1_764_000_000_000 + portal;
    clock.look();
    await soon();
    seen.push(clock.now() - 1_764_000_000_000);
  }
  return seen;
}"""


def step(wall: int, ticks: int, portal: int | None = None) -> dict[str, int | None]:
    return {"wall": wall, "ticks": ticks, "portal": portal}


# A store whose worker answers for a while, then dies.
DIE = """async (source) => {
  const { Store } = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  const script = "onmessage = ({ data }) => postMessage({ id: data.id })";
  const store = new Store("watched", URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
  const looks = async (count) => {
    for (let turn = 0; turn < count; turn += 1) {
      store.look();
      await new Promise((done) => setTimeout(done, 20));
    }
    return store.isAlive;
  };
  const before = await looks(30);
  store.worker.terminate();
  return [before, await looks(10), await looks(10)];
}"""


def source_of(name: str) -> str:
    found = finders.find(f"signage/player/{name}.js")
    assert isinstance(found, str)
    return Path(found).read_text(encoding="utf-8")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("steps", "shown"),
    [
        ([step(5_000, 5_000), step(2 * HOUR + 5_000, 5_000), step(5_000, 5_000)], [5_000, 2 * HOUR + 10_000, 2 * HOUR + 15_000]),
        ([step(2 * HOUR, 5_000, 7_777)], [7_777]),
        ([step(5_000 - HOUR, 5_000), step(5_000, 5_000)], [5_000, 10_000]),
        ([step(5_900, 5_000), step(5_900, 5_000)], [5_000, 10_000]),
        ([step(HOUR, 0), step(HOUR, 0)], [HOUR, 2 * HOUR]),
    ],
    ids=["asleep without a line", "asleep, then the portal is asked", "set back", "a clock that runs fast", "asleep twice"],
)
def test_a_device_that_slept_plays_what_is_due_now(chromium: Browser, steps: list[dict[str, Any]], shown: list[int]) -> None:
    page = chromium.new_page()
    seen = page.evaluate(LIVE, [source_of("clock"), steps])
    page.close()
    assert seen == shown


@pytest.mark.browser
def test_files_that_nobody_answers_for_are_noticed_within_a_minute(chromium: Browser) -> None:
    page = chromium.new_page()
    page.route("**/*", lambda route: route.fulfill(body="<title>screen</title>", content_type="text/html"))
    page.goto("http://screen.test/")
    seen = page.evaluate(DIE, source_of("store"))
    page.close()
    assert seen == [True, True, False]
