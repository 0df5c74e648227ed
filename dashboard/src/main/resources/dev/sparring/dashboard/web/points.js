// Turns the metrics of runs into the aligned arrays that a chart draws.

/** The points of one metric: the base before the first round and the final evaluation belong to it. */
function pointsOf(run, metric) {
  const found = run.metrics[metric] ?? {mean: new Array(run.steps.length).fill(null)};
  const points = {
    x: run.steps,
    mean: found.mean,
    least: found.least ?? found.mean,
    greatest: found.greatest ?? found.mean,
  };
  if (!metric.startsWith('eval/')) {
    return points;
  }
  const before = run.overview.before?.[metric];
  const after = run.overview.after?.[metric];
  const end = run.overview.step;
  const grown = {x: [...points.x], mean: [...points.mean], least: [...points.least], greatest: [...points.greatest]};
  if (before !== undefined) {
    grown.x.unshift(0);
    [grown.mean, grown.least, grown.greatest].forEach(values => values.unshift(before));
  }
  if (after !== undefined) {
    const at = grown.x.lastIndexOf(end);
    if (at < 0) {
      grown.x.push(end);
      [grown.mean, grown.least, grown.greatest].forEach(values => values.push(after));
    } else {
      [grown.mean, grown.least, grown.greatest].forEach(values => { values[at] = after; });
    }
  }
  return grown;
}

/**
 * x and one entry for each run and line: {run, metric, name, mean, least, greatest}, all as long as x.
 * Where rounds of one run lie between those of another, there is null.
 */
export function align(runs, lines) {
  const entries = runs.flatMap(run =>
    lines.map(([metric, name]) => ({run, metric, name, points: pointsOf(run, metric)})));
  const steps = new Set();
  entries.forEach(entry => entry.points.x.forEach(step => steps.add(step)));
  const x = [...steps].sort((one, other) => one - other);
  const place = new Map(x.map((step, at) => [step, at]));
  for (const entry of entries) {
    const {points} = entry;
    for (const kind of ['mean', 'least', 'greatest']) {
      const values = new Array(x.length).fill(null);
      points.x.forEach((step, at) => { values[place.get(step)] = points[kind][at]; });
      entry[kind] = values;
    }
  }
  return {x, entries};
}

/** Puts each entry's values on top of those before it. */
export function stack(entries) {
  let below = null;
  for (const entry of entries) {
    const under = below;
    entry.drawn = entry.mean.map((value, at) =>
      value === null && !under ? null : (value ?? 0) + (under ? under[at] ?? 0 : 0));
    below = entry.drawn;
  }
}

/** The last value that was measured. */
export function newest(values) {
  for (let at = values.length - 1; at >= 0; at--) {
    if (values[at] !== null) {
      return values[at];
    }
  }
  return null;
}

/** The first value that was measured. */
export function first(values) {
  return values.find(value => value !== null) ?? null;
}
