// What the page knows of runs: asks the server once, then follows its events.

async function get(path) {
  const answer = await fetch(path, {credentials: 'same-origin'});
  if (answer.status === 401) {
    location.assign('/login');
  }
  if (!answer.ok) {
    throw new Error((await answer.text()).trim());
  }
  return answer.json();
}

const of = id => `/api/runs/${encodeURIComponent(id)}`;

export const runs = () => get('/api/runs');
export const overview = id => get(of(id));
export const series = id => get(`${of(id)}/series`);
export const part = (id, from, to) => get(`${of(id)}/series?from=${from}&to=${to}`);
export const log = (id, actor) => get(`${of(id)}/logs/${encodeURIComponent(actor)}`);
export const configurationAddress = id => `${of(id)}/configuration`;

export function round(id, step, query) {
  return get(`${of(id)}/rounds/${step}?${new URLSearchParams(query)}`);
}

export function text(id, step, line, field, from) {
  return get(`${of(id)}/rounds/${step}/texts/${line}/${field}?from=${from}`);
}

/** The metrics of one run: buckets from the server, then single rounds from events. */
export class RunData {
  constructor(id, view, table) {
    this.id = id;
    this.overview = view;
    this.take(table);
  }

  static async load(id) {
    const [view, table] = await Promise.all([overview(id), series(id)]);
    return new RunData(id, view, table);
  }

  take(table) {
    this.width = table.width;
    this.steps = table.steps;
    this.metrics = table.metrics;
    this.added = 0;
  }

  get last() {
    return this.steps.length === 0 ? 0 : this.steps[this.steps.length - 1];
  }

  /** Adds rounds; false when it is time to ask for buckets again. */
  append(rows) {
    for (const row of rows) {
      if (row.step <= this.last) {
        continue;
      }
      this.steps.push(row.step);
      this.added++;
      for (const name of Object.keys(row.values)) {
        if (!(name in this.metrics)) {
          this.metrics[name] = {mean: new Array(this.steps.length - 1).fill(null)};
        }
      }
      for (const [name, metric] of Object.entries(this.metrics)) {
        const value = row.values[name] ?? null;
        metric.mean.push(value);
        metric.least?.push(value);
        metric.greatest?.push(value);
      }
    }
    return this.added < 512;
  }
}

/** Follows runs until it is closed. */
export class Events {
  constructor(listener) {
    this.listener = listener;
    this.source = null;
    this.timer = 0;
  }

  follow(data) {
    this.data = data;
    this.open();
  }

  open() {
    this.close();
    const query = new URLSearchParams(this.data.map(run => ['run', `${run.id}:${run.last}`]));
    const source = new EventSource(`/api/events?${query}`);
    this.source = source;
    source.onopen = () => this.listener.link('live');
    source.onerror = () => {
      this.listener.link('reconnecting');
      source.close(); // it is opened again from the newest round
      this.timer = setTimeout(() => this.open(), 1000);
    };
    for (const name of ['runs', 'overview', 'rounds', 'reload']) {
      source.addEventListener(name, event => this.listener[name](JSON.parse(event.data)));
    }
  }

  close() {
    clearTimeout(this.timer);
    this.source?.close();
  }
}
