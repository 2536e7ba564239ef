"""The player's counters of proof of play in real Chromium: whatever happens while they are sent, the portal ends with all of it."""

import json
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser

RUNS = 300
# A screen that plays, looks, sends and loses answers in random order; the portal keeps of each key what has the highest sequence.
PLAY = """async ([source, runs]) => {
  const { Proof } = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  const soon = async () => { for (let turn = 0; turn < 5; turn += 1) await null; };
  const random = (seed) => () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const run = async (seed) => {
    const draw = random(seed + 1);
    const disk = new Map();
    const state = {
      counters: async () => new Map(),
      get: async () => undefined,
      set: async () => soon(),
      keepCounters: async (changed, gone) => {
        await soon();
        changed.forEach((one, key) => disk.set(key, { ...one }));
        gone.forEach((key) => disk.delete(key));
      },
    };
    const kept = new Map();
    let isUnsafe = false;
    const portal = { proof: async (counts) => {
      await soon();
      for (const one of counts) {
        const key = `${one.hour} ${one.schedule} ${one.item} ${one.zone}`;
        isUnsafe ||= !disk.has(key) || disk.get(key).sequence < one.sequence;
        if (one.sequence > (kept.get(key)?.sequence ?? -1)) kept.set(key, one);
      }
      if (draw() < 0.3) throw new Error("the answer is lost");
      return { accepted: counts.map((_, index) => index), refused: [] };
    } };
    const proof = await Proof.open(state);
    let now = 1_764_000_000_000;
    const sending = [];
    for (let step = 0; step < 60; step += 1) {
      now += Math.round(draw() * (draw() < 0.1 ? 1_800_000 : 4_000));
      const what = draw();
      if (what < 0.3) proof.begin("main", { schedule: 1, item: String(Math.floor(draw() * 3)), started: now }, now);
      else if (what < 0.4) proof.end("main", now);
      else if (what < 0.7) proof.tick(now);
      else sending.push(proof.send(portal, now).catch(() => {}));
      if (draw() < 0.5) await soon();
    }
    proof.end("main", now);
    await Promise.all(sending);
    for (let again = 0; again < 30; again += 1) await proof.send(portal, now).catch(() => {});
    const told = ({ plays, ms }) => [plays, Math.round(ms)];
    const all = (counters) => [...counters].map(([key, one]) => [key, told(one)]).sort();
    return { isUnsafe, player: all(proof.counters), portal: all(kept) };
  };
  const found = [];
  for (let seed = 0; seed < runs; seed += 1) found.push(await run(seed));
  return JSON.stringify(found);
}"""


@pytest.mark.browser
def test_whatever_happens_while_counters_are_sent_the_portal_ends_with_all_of_it(chromium: Browser) -> None:
    source = finders.find("signage/player/proof.js")
    assert isinstance(source, str)
    page = chromium.new_page()
    found = json.loads(page.evaluate(PLAY, [Path(source).read_text(encoding="utf-8"), RUNS]))
    page.close()
    for one in found:
        assert one["portal"] == one["player"]
        assert not one["isUnsafe"]
    assert sum(len(one["player"]) for one in found) > RUNS
