// The portal's endpoints for players. Every request carries the device's token; 401 with Bearer means that it is good no longer.

const TIMEOUT = 20_000;

export class Unauthorised extends Error {}

/** Whether the portal itself says that the token is good no longer; a 401 of something on the way asks for another kind of credentials. */
export function isRevoked(response) {
  return response.status === 401 && /^Bearer\b/.test(response.headers.get("WWW-Authenticate") ?? "");
}

export class Refused extends Error {
  constructor(status) {
    super(`the portal answered ${status}`);
    this.status = status;
  }
}

export class Portal {
  constructor(token) {
    this.token = token;
  }

  /** The manifest with its ETag, or null when it is still the one of this ETag. */
  async manifest(etag) {
    const response = await this.ask("/player/manifest", { headers: etag ? { "If-None-Match": etag } : {} });
    if (response.status === 304) return null;
    return { etag: response.headers.get("ETag"), manifest: await response.json() };
  }

  async report(told) {
    return (await this.post("/player/report", JSON.stringify(told))).json();
  }

  async proof(counts) {
    return (await this.post("/player/proof", JSON.stringify({ counts }))).json();
  }

  async screenshot(command, picture) {
    await this.post("/player/screenshot", picture, { "Content-Type": "image/jpeg", "X-Command": String(command) });
  }

  post(path, body, headers = { "Content-Type": "application/json" }) {
    return this.ask(path, { method: "POST", body, headers });
  }

  async ask(path, options) {
    const headers = { ...options.headers, Authorization: `Bearer ${this.token}` };
    const response = await fetch(path, { cache: "no-store", credentials: "omit", ...options, headers, signal: AbortSignal.timeout(TIMEOUT) });
    if (isRevoked(response)) throw new Unauthorised();
    if (!response.ok && response.status !== 304) throw new Refused(response.status);
    return response;
  }
}

/** Asks for a code, shows it, and waits until somebody has typed it into the portal. Gives the token. */
export async function pair({ show, about, started = null }) {
  for (;;) {
    try {
      const pairing = started ?? (await posted("/player/pairing", { about })).told;
      started = null;
      const token = await waited(pairing, show);
      if (token) return token;
    } catch {
      show(null);
      await pause(10_000);
    }
  }
}

async function waited(pairing, show) {
  if (pairing.code) show(pairing.code);
  for (;;) {
    const answer = await posted(`/player/pairing/${pairing.key}`, { poll: pairing.poll }).catch((error) => (error instanceof Refused ? error : null));
    if (answer?.status === 200) return answer.told.token;
    if (answer && answer.status !== 202 && answer.status < 500) return null;
    await pause(3000);
  }
}

async function posted(path, body) {
  const response = await fetch(path, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json" },
    credentials: "omit",
    signal: AbortSignal.timeout(TIMEOUT),
  });
  if (!response.ok && response.status !== 410) throw new Refused(response.status);
  return { status: response.status, told: response.status === 410 ? null : await response.json() };
}

export function pause(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}
