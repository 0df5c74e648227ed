// Figures as people read them.

const WHOLE = new Intl.NumberFormat('en', {maximumFractionDigits: 0});

export function whole(value) {
  return WHOLE.format(value);
}

/** Three digits or so. */
export function number(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return '–';
  }
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 1000) {
    return size >= 1e7 ? value.toExponential(2) : WHOLE.format(value);
  }
  return size < 1e-3 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
}

export function percent(value) {
  return value === null || value === undefined || !Number.isFinite(value)
    ? '–' : `${(100 * value).toFixed(1)}\u00a0%`;
}

export function seconds(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return '–';
  }
  return value < 60 ? `${number(value)}\u00a0s` : duration(value);
}

/** A figure in its unit. */
export function inUnit(value, unit) {
  return unit === 'share' ? percent(value) : unit === 'seconds' ? seconds(value) : number(value);
}

/** Seconds as at most two units. */
export function duration(value) {
  const s = Math.max(0, Math.round(value));
  if (s < 60) {
    return `${s} s`;
  }
  const [d, hours, min] = [Math.floor(s / 86400), Math.floor(s / 3600) % 24, Math.floor(s / 60) % 60];
  if (d > 0) {
    return `${d} d ${hours} h`;
  }
  return hours > 0 ? `${hours} h ${min} min` : `${min} min ${s % 60} s`;
}

export function ago(millis, now) {
  const s = (now - millis) / 1000;
  return s < 1 ? 'just now' : `${duration(s)} ago`;
}

export function plural(count, one, many) {
  return `${whole(count)} ${count === 1 ? one : many}`;
}
