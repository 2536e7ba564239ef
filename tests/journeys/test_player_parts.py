"""Parts of the player by themselves in real Chromium: its clock on a device that slept or was set, and the watch over its files."""

from base64 import b64encode
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from django.contrib.staticfiles import finders
from PIL import Image
from playwright.sync_api import Browser

from tests.journeys.screens import a_colour

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


# A stage with everything on it: two zones, a notice of two lines, a picture, a slide, a bundle and a ticker.
STAGE = """<!doctype html><html lang="zh-hans"><style>{css}</style><main class="player">
<div class="zones">
  <section class="zone" style="left: 0; top: 0; width: 60%; height: 100%"><div class="layer is-on">
    <article class="notice" data-tone="warning">
    <h1>暂停办理通知</h1><p>今日 14:00 起系统升级，缴费业务暂停。\n请到二楼办理，预计 16:00 恢复。</p></article></div></section>
  <section class="zone" style="left: 60%; top: 0; width: 40%; height: 40%"><div class="layer is-on"><img src="{picture}"></div></section>
  <section class="zone" style="left: 60%; top: 40%; width: 40%; height: 60%">
    <div class="slide"><p class="slide-title">欢迎光临</p></div></section>
</div>
<div class="ticker">
  <span style="animation-delay: -12s; animation-play-state: paused">谨防电信诈骗：不轻信、不透露、不转账。详询 10086。</span></div>
<div class="emergency" hidden><article class="notice"><h1>请立即离开</h1></article></div>
</main>"""
DRAW = """async (source) => {
  const { pictureOf } = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  await Promise.all([...document.images].map((image) => image.decode()));
  const bytes = new Uint8Array(await (await pictureOf(document.querySelector(".player"), 1280)).arrayBuffer());
  return [...bytes];
}"""


def source_of(name: str) -> str:
    found = finders.find(f"signage/player/{name}" if "." in name else f"signage/player/{name}.js")
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


def brightness(data: bytes) -> npt.NDArray[np.float64]:
    return np.asarray(Image.open(BytesIO(data)).convert("L").resize((320, 180)), dtype=float)


@pytest.mark.browser
def test_a_screenshot_shows_what_stands_on_the_screen(chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 1920, "height": 1080})
    picture = f"data:image/png;base64,{b64encode(a_colour((20, 160, 60))).decode()}"
    page.set_content(STAGE.replace("{css}", source_of("player.css")).replace("{picture}", picture))
    taken = bytes(page.evaluate(DRAW, source_of("picture")))
    seen = page.screenshot()
    page.close()
    apart = np.abs(brightness(taken) - brightness(seen))
    assert apart.mean() < 2
    assert np.percentile(apart, 99) < 40
