"""Parts of the player by themselves in real Chromium: its clock on a device that slept or was set, the watch over its files, and what
it makes of odd answers."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Route

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
  const clock = new Clock();
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


# A kiosk whose battery is flat starts without a line.
WAKE = """async ([offset, latest]) => {
  const { Clock } = await import("/player/clock.js");
  Date.now = () => 1_764_000_000_000;
  const clock = new Clock({ offset, latest });
  return [Math.round((clock.now() - 1_764_000_000_000) / 1000), clock.isBehind];
}"""

# What is held of two manifests, and what is left of it when the newest has no room. Sizes in MiB.
ROOM = """async ([quota, held, wanted, playing]) => {
  const { Downloads } = await import("/player/downloads.js");
  const sizes = new Map(Object.entries(held).map(([digest, size]) => [digest, size << 20]));
  const usage = () => [...sizes.values()].reduce((sum, size) => sum + size, 0);
  navigator.storage.estimate = async () => ({ quota: quota << 20, usage: usage() });
  const media = Object.fromEntries(Object.entries(wanted).map(([digest, size]) => [digest, { size: size << 20, chunks: ["x"], url: "/" }]));
  const manifest = { schedules: [], media, download: { windows: null, bytes_per_hour: null, spread: 0 } };
  const asked = [];
  const remove = async (digest) => sizes.delete(digest);
  const store = { whole: new Set(Object.keys(held)), held: sizes, remove, chunk: async (digest) => void asked.push(digest) };
  const keep = new Set([...Object.keys(held), ...Object.keys(wanted)]);
  const wants = () => ({ manifest, keep, playing: new Set(playing), isNew: false });
  const hooks = { wants, changed() {}, stale() {}, fault() {}, cleared() {} };
  const downloads = new Downloads({ store, clock: { now: () => 1e12 }, hooks });
  for (let turn = 0; turn < 5 && !asked.length; turn += 1) await downloads.step();
  return [[...sizes.keys()], asked];
}"""

# A picture whose file is still being opened when an emergency clears the zone.
LATE = """async (isCleared) => {
  const [{ Director }, { Zone }] = await Promise.all([import("/player/director.js"), import("/player/stage.js")]);
  const item = { id: "1", type: "notice", media: null, title: "", text: {} };
  const hooks = { shown() {}, failed() {}, troubled() {}, fine() {} };
  const zone = new Zone("main", document.body, hooks);
  const director = Object.create(Director.prototype);
  const turn = { key: "k", item, address: null, transition: "cut", context: {} };
  director.manifest = { schedules: [{ id: 1, items: [item] }], defaults: {} };
  director.turn = () => new Promise((done) => setTimeout(() => done(turn), 30));
  director.put(zone, "main", { kind: "loop", schedule: 1, item: "1", place: 0 });
  if (isCleared) zone.clear();
  await new Promise((done) => setTimeout(done, 100));
  return zone.current?.key ?? null;
}"""

# What a request and a bundle make of an answer; null: no line.
ANSWERED = """async ([status, headers]) => {
  const [{ Portal }, { playerOf }] = await Promise.all([import("/player/portal.js"), import("/player/items.js")]);
  globalThis.fetch = async () => {
    if (status === null) throw new TypeError("no line");
    return new Response("x", { status, headers });
  };
  const told = (promise) => promise.then(() => "", (error) => error.constructor.name);
  const bundle = playerOf({ type: "bundle", title: "" }, "/bundle/index.html", {});
  return [await told(new Portal("t").manifest()), await told(bundle.ready())];
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


def asked(chromium: Browser, script: str, told: Any) -> Any:
    """What the script gives in a page that has the player's files."""
    page = chromium.new_page()

    def answer(route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[1]
        if name.endswith(".js"):
            route.fulfill(body=source_of(name.removesuffix(".js")), content_type="text/javascript")
        else:
            route.fulfill(body="<title>screen</title>", content_type="text/html")

    page.route("**/*", answer)
    page.goto("https://screen.test/")
    found = page.evaluate(script, told)
    page.close()
    return found


@pytest.mark.browser
@pytest.mark.parametrize(
    ("offset", "latest", "shown"),
    [(0, 0, [0, False]), (60_000, 0, [60, False]), (0, 400 * 24 * HOUR, [400 * 86_400, True]), (0, 3_000, [3, False])],
    ids=["never told", "measured before", "set back 400 days", "started again within seconds"],
)
def test_a_clock_never_begins_before_what_is_known_to_have_been(chromium: Browser, offset: int, latest: int, shown: list[Any]) -> None:
    known = 1_764_000_000_000 + latest if latest else 0
    assert asked(chromium, WAKE, [offset, known]) == shown


@pytest.mark.browser
@pytest.mark.parametrize(
    ("wanted", "playing", "left", "fetched"),
    [
        ({"new": 500}, ["small"], ["small", "shared"], ["new"]),
        ({"new": 500}, ["large"], ["large", "small", "shared"], []),
        ({"new": 5000}, [], ["large", "small", "shared"], []),
        ({"new": 100}, [], ["large", "small", "shared"], ["new"]),
    ],
    ids=["the largest goes", "what is on stays, and the rest would not do", "it would not fit anyway", "there is room"],
)
def test_room_for_one_programme_is_made_out_of_the_one_before(
    chromium: Browser, wanted: dict[str, int], playing: list[str], left: list[str], fetched: list[str]
) -> None:
    held = {"large": 600, "small": 100, "shared": 50}
    assert asked(chromium, ROOM, [1000, held, {**wanted, "shared": 50}, playing]) == [left, fetched]


@pytest.mark.browser
def test_what_comes_after_a_zone_was_cleared_is_not_shown(chromium: Browser) -> None:
    assert [asked(chromium, LATE, is_cleared) for is_cleared in (False, True)] == ["k", None]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("status", "headers", "told"),
    [
        (200, {"ETag": "x"}, ["SyntaxError", ""]),
        (401, {"WWW-Authenticate": "Bearer"}, ["Unauthorised", "Error"]),
        (401, {"WWW-Authenticate": 'Basic realm="proxy"'}, ["Refused", "Error"]),
        (403, {}, ["Refused", "Error"]),
        (None, {}, ["TypeError", "TypeError"]),
    ],
)
def test_only_the_portal_revokes_and_no_error_page_is_shown_as_a_bundle(
    chromium: Browser, status: int | None, headers: dict[str, str], told: list[str]
) -> None:
    assert asked(chromium, ANSWERED, [status, headers]) == told
