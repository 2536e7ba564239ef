"""What a player tells of its screen: the picture, beside what the browser shows there, and the ticker among what plays."""

from base64 import b64encode
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from django.contrib.staticfiles import finders
from PIL import Image
from playwright.sync_api import Browser

from tests.journeys.screens import a_colour

# A stage with everything on it: three zones with a notice of two lines, a picture and a slide, and a ticker.
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
TICKER = """async (source) => {
  const { Reporter } = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  const world = { now: 1000, on: new Map() };
  const director = { manifest: { schedules: [{ id: 7, title: "反诈提示" }] }, proof: { on: world.on } };
  const reporter = new Reporter({ director, clock: { now: () => world.now } });
  const seen = [reporter.ticker()];
  for (const now of [2000, 3000]) {
    world.on.set("overlay", { schedule: 7, item: "s7", since: now });
    world.now = now;
    seen.push(reporter.ticker());
  }
  world.on.clear();
  return [...seen, reporter.ticker()];
}"""


@pytest.mark.browser
def test_a_screenshot_shows_what_stands_on_the_screen(chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 1920, "height": 1080})
    picture = f"data:image/png;base64,{b64encode(a_colour((20, 160, 60))).decode()}"
    page.set_content(STAGE.replace("{css}", _file("player.css")).replace("{picture}", picture))
    taken = bytes(page.evaluate(DRAW, _file("picture.js")))
    seen = page.screenshot()
    page.close()
    apart = np.abs(_brightness(taken) - _brightness(seen))
    assert apart.mean() < 2
    assert np.percentile(apart, 99) < 40


@pytest.mark.browser
def test_a_player_tells_its_ticker_since_it_came_on(chromium: Browser) -> None:
    page = chromium.new_page()
    seen = page.evaluate(TICKER, _file("report.js"))
    page.close()
    told = [{"zone": "overlay", "schedule": 7, "item": "s7", "title": "反诈提示", "since": 2000}]
    assert seen == [[], told, told, []]


def _brightness(data: bytes) -> npt.NDArray[np.float64]:
    return np.asarray(Image.open(BytesIO(data)).convert("L").resize((320, 180)), dtype=float)


def _file(name: str) -> str:
    return Path(str(finders.find(f"signage/player/{name}"))).read_text(encoding="utf-8")
