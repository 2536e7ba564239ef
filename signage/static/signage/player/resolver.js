// What a screen shows at a moment: the same algorithm as signage/domain (lines, adverts, resolver), described in
// docs/algorithms/playlist-resolution.md. Times are milliseconds since 1970 UTC. A test in the browser holds both against each other.

const HOUR = 3_600_000;
const FOREVER = 2 ** 53;
const DEFAULT_RANK = -1;
const BUILT_IN_RANK = -2;
const BUILT_IN = "built_in";

/** Answers for one manifest and one set of files (a Set of SHA-256). Remembers stretches of time, so that asking again is cheap. */
export class Resolver {
  constructor(manifest, verified) {
    this.verified = verified;
    const entries = manifest.schedules.map(entryOf);
    const zones = manifest.layout.zones.map((zone) => zone.name);
    const of = (kind, zone) => entries.filter((entry) => entry.kind === kind && (zone === undefined || entry.zone === zone));
    this.emergencies = new Line("", of("emergency"), EMERGENCIES, verified, []);
    this.overlays = new Line("", of("overlay"), OVERLAYS, verified, []);
    this.lines = new Map(zones.map((zone) => [zone, new Line(zone, of("loop", zone), LOOPS, verified, manifest.defaults[zone] ?? [])]));
    this.adverts = new Map(zones.map((zone) => [zone, of("advert", zone)]));
  }

  resolve(at) {
    const all = [this.emergencies, this.overlays, ...this.lines.values()];
    const ends = all.map((line) => line.segment(at).end);
    const zones = {};
    let isAdvertOn = false;
    for (const [zone, line] of this.lines) {
      let shown = line.shown(at);
      const adverts = this.adverts.get(zone);
      if (adverts.length) {
        const interruption = advertAt(line, adverts, at, this.verified);
        ends.push(interruption.until);
        isAdvertOn ||= interruption.shown !== null;
        shown = interruption.shown ?? shown;
      }
      zones[zone] = shown;
    }
    const emergency = top(this.emergencies, at);
    const overlay = top(this.overlays, at);
    for (const shown of [...Object.values(zones), emergency, overlay]) {
      if (shown && shown.ends !== null) ends.push(shown.ends);
    }
    const until = ends.reduce((least, end) => Math.min(least, end));
    return { at, until, emergency, zones, overlay: emergency || isAdvertOn ? null : overlay, faults: this.faults(at, all) };
  }

  faults(at, lines) {
    const found = new Map();
    const add = (fault) => found.set(`${fault.code} ${fault.schedule} ${fault.zone}`, fault);
    for (const line of lines) line.segment(at).group.faults.forEach(add);
    for (const [zone, adverts] of this.adverts) {
      for (const entry of adverts) {
        if (occurrence(entry, at) !== null && !playable(entry.items, at, this.verified).length) add(unplayable(entry, at, zone));
      }
    }
    return [...found.values()].sort(byFault);
  }
}

/** One answer; whoever asks often keeps a Resolver. */
export function resolve(manifest, at, verified) {
  return new Resolver(manifest, verified).resolve(at);
}

const byLoop = (one, other) => one.order - other.order || one.created - other.created || one.id - other.id;
const LOOPS = { rank: (entry) => entry.priority, compare: byLoop, isAlone: false };
const OVERLAYS = { ...LOOPS, isAlone: true };
const EMERGENCIES = { rank: (entry) => entry.severity, compare: (one, other) => one.created - other.created || one.id - other.id, isAlone: false };

/** The schedules of one zone (or the emergencies, or the tickers) in time. */
class Line {
  constructor(zone, entries, contest, verified, defaults) {
    Object.assign(this, { zone, entries, contest, verified, defaults, starts: [], segments: new Map() });
    const items = [...entries, ...defaults].flatMap((owner) => owner.items);
    const edges = items.flatMap((item) => [item.from, item.to]).filter((edge) => edge !== null && edge !== undefined);
    this.edges = [...new Set(edges)].sort((one, other) => one - other);
    this.longest = items.reduce((most, item) => Math.max(most, item.duration), 0);
  }

  segment(at) {
    const place = after(this.starts, at) - 1;
    const known = place >= 0 ? this.segments.get(this.starts[place]) : undefined;
    if (known && at < known.end) return known;
    const made = this.made(at);
    this.starts.splice(after(this.starts, made.start), 0, made.start);
    this.segments.set(made.start, made);
    return made;
  }

  shown(at) {
    const waits = [];
    let cursor = at;
    for (let change = this.lastChange(cursor); change && !change.isOutranked; change = this.lastChange(cursor)) {
      waits.push(cursor);
      cursor = change.start - 1;
    }
    let found = shownOf(this.segment(cursor).group, cursor);
    for (const moment of waits.reverse()) {
      if (found.ends === null || found.ends <= moment) found = shownOf(this.segment(moment).group, moment);
    }
    return waits.length && !has(this.segment(at).group, found) ? { ...found, is_finishing: true } : found;
  }

  /** The first moment between, at which a higher group begins and cuts what is on. */
  outrankedAt(since, before) {
    for (let here = this.segment(since); here.end < before; ) {
      const following = this.segment(here.end);
      if (following.group.rank > here.group.rank) return following.start;
      here = following;
    }
    return null;
  }

  /** The first moment between, at which a group above the rank is on. */
  above(rank, since, before) {
    for (let here = this.segment(since); here.end < before; ) {
      here = this.segment(here.end);
      if (here.group.rank > rank) return here.start;
    }
    return null;
  }

  lastChange(at) {
    let here = this.segment(at);
    while (here.start > at - this.longest && here.start > -FOREVER) {
      const before = this.segment(here.start - 1);
      if (before.group.key !== here.group.key) return { start: here.start, isOutranked: here.group.rank > before.group.rank };
      here = before;
    }
    return null;
  }

  made(at) {
    let start = -FOREVER;
    let end = FOREVER;
    const active = [];
    for (const entry of this.entries) {
      const place = after(entry.starts, at) - 1;
      if (place + 1 < entry.starts.length) end = Math.min(end, entry.starts[place + 1]);
      if (place < 0) continue;
      if (at < entry.ends[place]) {
        start = Math.max(start, entry.starts[place]);
        end = Math.min(end, entry.ends[place]);
        active.push({ entry, since: entry.starts[place] });
      } else {
        start = Math.max(start, entry.ends[place]);
      }
    }
    const edge = after(this.edges, at);
    if (edge) start = Math.max(start, this.edges[edge - 1]);
    if (edge < this.edges.length) end = Math.min(end, this.edges[edge]);
    return { start, end, group: this.group(active, at) };
  }

  group(active, at) {
    const { rank, compare, isAlone } = this.contest;
    const looked = active.map((one) => ({ ...one, places: playable(one.entry.items, at, this.verified) }));
    const ready = looked.filter((one) => one.places.length);
    const best = ready.reduce((most, one) => Math.max(most, rank(one.entry)), BUILT_IN_RANK);
    const lacking = looked.filter((one) => !one.places.length && rank(one.entry) >= best);
    const faults = lacking.map((one) => unplayable(one.entry, at, this.zone)).sort(byFault);
    const equals = ready.filter((one) => rank(one.entry) === best).sort((one, other) => compare(one.entry, other.entry));
    const chosen = isAlone ? equals.slice(0, 1) : equals;
    if (!chosen.length) return this.fallenBack(faults, at);
    const cycle = chosen.flatMap(({ entry, places }) => places.map((place) => memberOf(entry.kind, entry, place)));
    const base = chosen.reduce((most, one) => Math.max(most, one.since), -FOREVER);
    return groupOf(best, base, cycle, faults);
  }

  /** A default outside its days is passed over in silence, one whose files are missing is not. */
  fallenBack(told, at) {
    const faults = [...told];
    for (const standby of this.defaults) {
      const places = playable(standby.items, at, this.verified);
      if (places.length) return groupOf(DEFAULT_RANK, 0, places.map((place) => memberOf("default", standby, place)), faults);
      const fault = unplayable(standby, at, this.zone);
      if (fault.code === "not_downloaded") faults.push(fault);
    }
    const failed = this.zone && (faults.length || this.defaults.length) ? [{ code: BUILT_IN, schedule: 0, zone: this.zone }] : [];
    return groupOf(BUILT_IN_RANK, 0, [], [...failed, ...faults]);
  }
}

/** The advert that is on, if any, and the first later moment at which that may change. */
function advertAt(line, adverts, at, verified) {
  const hour = at - modulo(at, HOUR);
  let free = hour - 1;
  const until = hour + HOUR;
  for (const { slot, entry } of slotsOf(adverts, hour, verified)) {
    if (slot > at) return { shown: null, until: Math.min(until, slot) };
    const start = slot > free ? itemEnd(line, slot) : free;
    if (start > at) return { shown: null, until: Math.min(until, start) };
    const places = playable(entry.items, start, verified);
    const length = places.reduce((sum, place) => sum + entry.items[place].duration, 0);
    if (!places.length || start + length > hour + HOUR || line.segment(start).group.rank > entry.priority) continue;
    free = line.above(entry.priority, start, start + length) ?? start + length;
    if (at < free) {
      const shown = shownOf(groupOf(entry.priority, start, places.map((place) => memberOf("advert", entry, place)), []), at);
      return { shown, until: Math.min(until, free, shown.ends) };
    }
  }
  return { shown: null, until };
}

function playsInHour(entry, hour, verified) {
  if (entry.plays !== null) return entry.plays;
  const length = entry.items
    .filter((item) => isThere(item, verified) && (item.from ?? -FOREVER) < hour + HOUR && (item.to ?? FOREVER) > hour)
    .reduce((sum, item) => sum + item.duration, 0);
  return length ? Math.ceil(((entry.share ?? 0) * 1000) / length) : 0;
}

function slotsOf(adverts, hour, verified) {
  const found = [];
  for (const entry of adverts) {
    const plays = playsInHour(entry, hour, verified);
    for (let number = 0; number < plays; number += 1) {
      const slot = hour + Math.floor((number * HOUR) / plays);
      if (occurrence(entry, slot) !== null) found.push({ slot, entry });
    }
  }
  return found.sort((one, other) => one.slot - other.slot || other.entry.priority - one.entry.priority || byLoop(one.entry, other.entry));
}

function itemEnd(line, slot) {
  const shown = line.shown(slot);
  return shown.ends === null || shown.started === slot ? slot : line.outrankedAt(slot, shown.ends) ?? shown.ends;
}

function entryOf(told) {
  return {
    id: told.id,
    kind: told.kind,
    zone: told.zone || "main",
    priority: told.priority ?? 0,
    severity: told.severity ?? 0,
    order: told.order ?? 0,
    created: told.created ?? 0,
    share: told.share ?? null,
    plays: told.plays ?? null,
    items: told.items,
    starts: told.intervals.map((interval) => interval[0]),
    ends: told.intervals.map((interval) => interval[1]),
  };
}

function occurrence(entry, at) {
  const place = after(entry.starts, at) - 1;
  return place >= 0 && at < entry.ends[place] ? entry.starts[place] : null;
}

function memberOf(kind, owner, place) {
  return { kind, schedule: owner.id, place, item: owner.items[place] };
}

function groupOf(rank, base, cycle, faults) {
  let reach = 0;
  const reaches = cycle.map((member) => (reach += member.item.duration));
  const key = `${rank} ${base} ${cycle.map((member) => `${member.schedule}/${member.place}`).join(" ")}`;
  return { rank, base, cycle, faults, reaches, key };
}

function shownOf(group, at) {
  if (!group.cycle.length) {
    return { kind: BUILT_IN, schedule: null, item: null, place: 0, index: 0, started: 0, ends: null, is_finishing: false };
  }
  const offset = modulo(at - group.base, group.reaches.at(-1));
  const index = after(group.reaches, offset);
  const { kind, schedule, place, item } = group.cycle[index];
  const ends = at - offset + group.reaches[index];
  return { kind, schedule, item: item.id, place, index, started: ends - item.duration, ends, is_finishing: false };
}

/** Whether what is shown comes of the group's schedules; the built-in slide is nobody's. */
function has(group, shown) {
  if (shown.kind === BUILT_IN) return !group.cycle.length;
  return group.cycle.some((member) => member.kind === shown.kind && member.schedule === shown.schedule);
}

function top(line, at) {
  const shown = shownOf(line.segment(at).group, at);
  return shown.kind === BUILT_IN ? null : shown;
}

function playable(items, at, verified) {
  const places = [];
  items.forEach((item, place) => {
    if (isValid(item, at) && isThere(item, verified)) places.push(place);
  });
  return places;
}

function unplayable(entry, at, zone) {
  return { code: entry.items.some((item) => isValid(item, at)) ? "not_downloaded" : "nothing_valid", schedule: entry.id, zone };
}

function isValid(item, at) {
  return (item.from ?? -FOREVER) <= at && at < (item.to ?? FOREVER);
}

function isThere(item, verified) {
  return (item.media ?? null) === null || verified.has(item.media);
}

function byFault(one, other) {
  if (one.code !== other.code) return one.code < other.code ? -1 : 1;
  if (one.schedule !== other.schedule) return one.schedule - other.schedule;
  return one.zone < other.zone ? -1 : Number(one.zone > other.zone);
}

/** How many of the sorted numbers are not above this one. */
function after(sorted, number) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= number) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The remainder that is never negative. */
function modulo(number, divisor) {
  return ((number % divisor) + divisor) % divisor;
}
