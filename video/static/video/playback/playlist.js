// Reads a media playlist for one thing: which position in it is which moment. A run lasts until a jump in time; `utc` in milliseconds
// since 1970, `position` and `duration` in seconds; `files` are the addresses of its pieces with the positions at which they begin.
export function read(text) {
  const runs = [];
  let position = 0;
  let duration = 0;
  let jumps = true;
  let moment = null;
  for (const line of text.split("\n")) {
    if (line.startsWith("#EXTINF:")) duration = parseFloat(line.slice(8));
    else if (line === "#EXT-X-DISCONTINUITY") jumps = true;
    else if (line.startsWith("#EXT-X-PROGRAM-DATE-TIME:")) moment = Date.parse(line.slice(25));
    else if (line && !line.startsWith("#")) {
      if (jumps && moment !== null) runs.push({ position, utc: moment, duration: 0, files: [] });
      jumps = false;
      const run = runs[runs.length - 1];
      if (run) {
        run.duration += duration;
        if (run.files.at(-1)?.url !== line) run.files.push({ position, url: line });
      }
      position += duration;
    }
  }
  return runs;
}

// The position of a moment, or null between runs and outside.
export function positionOf(runs, utc) {
  for (const run of runs) {
    const into = (utc - run.utc) / 1000;
    if (into >= 0 && into < run.duration) return run.position + into;
  }
  return null;
}

// The address of what is shown at a position.
export function fileAt(runs, position) {
  return runs.flatMap((run) => run.files).findLast((file) => file.position <= position + 0.01)?.url ?? null;
}

export function momentOf(runs, position) {
  for (const run of runs) if (position < run.position + run.duration) return run.utc + Math.max(0, position - run.position) * 1000;
  const last = runs[runs.length - 1];
  return last ? last.utc + last.duration * 1000 : null;
}

// The span of sorted [from, to, …] that holds a moment.
export function holding(spans, utc) {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle][1] <= utc) low = middle + 1;
    else high = middle;
  }
  return low < spans.length && spans[low][0] <= utc ? spans[low] : null;
}

export function nextStart(spans, utc) {
  return spans.find((span) => span[0] > utc)?.[0] ?? null;
}
