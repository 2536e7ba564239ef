// The manifest that is played: the newest one, and of the one before it what the newest still waits for.

const FOREVER = 2 ** 53;
const NOTICE_MS = 10_000;

/** All SHA-256 that items name. */
export function mediaOf(owners) {
  return owners.flatMap((owner) => owner.items.map((item) => item.media).filter(Boolean));
}

/**
 * The newest manifest, in which a schedule whose media are not all there yet is as it was before, if it was on before. What was withdrawn is gone at
 * once, what is new shows as far as it is there. After its horizon the one before says nothing any more.
 */
export function merged(newest, before, whole, now) {
  if (!before || before === newest || now >= before.horizon[1]) return newest;
  const isThere = (owner) => mediaOf([owner]).every((digest) => whole.has(digest));
  const as = (owners, earlier) => owners.map((owner) => (isThere(owner) ? owner : earlier.find((one) => one.id === owner.id) ?? owner));
  const defaults = Object.entries(newest.defaults).map(([zone, owners]) => [zone, as(owners, before.defaults[zone] ?? [])]);
  const media = { ...before.media, ...newest.media };
  return { ...newest, media, schedules: as(newest.schedules, before.schedules), defaults: Object.fromEntries(defaults) };
}

export function isComplete(manifest, whole) {
  return Object.keys(manifest.media).every((digest) => whole.has(digest));
}

/** What may not be removed: everything that one of the manifests names. */
export function wantedMedia(...manifests) {
  return new Set(manifests.filter(Boolean).flatMap((manifest) => Object.keys(manifest.media)));
}

/** With emergencies that the event stream told and the manifest does not know yet. */
export function withEmergencies(manifest, told) {
  const known = new Set(manifest.schedules.map((schedule) => schedule.id));
  const added = told.filter((one) => !known.has(one.schedule)).map(emergencyOf);
  return added.length ? { ...manifest, schedules: [...manifest.schedules, ...added] } : manifest;
}

function emergencyOf({ schedule, severity, created, starts, ends, text }) {
  const item = { id: `s${schedule}`, type: "notice", media: null, duration: NOTICE_MS, transition: "cut", from: null, to: null, title: text.title ?? "", text };
  const rest = { zone: "main", priority: 9, order: 0, share: null, plays: null, revision: 0, title: text.title ?? "", text };
  return { ...rest, id: schedule, kind: "emergency", severity, created, intervals: [[starts ?? 0, ends ?? FOREVER]], items: [item] };
}

/** The item that a decision names. */
export function itemOf(manifest, zone, shown) {
  const owners = shown.kind === "default" ? manifest.defaults[zone] ?? [] : manifest.schedules;
  return owners.find((owner) => owner.id === shown.schedule)?.items[shown.place] ?? null;
}

/** What a screen plays before it has been told anything. */
export const NOTHING = {
  revision: 0,
  screen: { id: 0, name: "", hall: "", volume: 0, orientation: "landscape", off: [] },
  layout: { columns: 1, rows: 1, zones: [{ name: "main", left: 0, top: 0, width: 1, height: 1 }] },
  schedules: [],
  defaults: {},
  media: {},
  download: { windows: null, bytes_per_hour: null, spread: 0 },
  report_every: 60_000,
};
