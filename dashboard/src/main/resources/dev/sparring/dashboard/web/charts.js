// All charts of the runs that are shown, the zoom they share, and what gates refused.

import * as api from './api.js';
import {Chart} from './chart.js';
import {fill, h, visible} from './dom.js';
import {number, percent, plural, whole} from './format.js';
import {otherPanels, PANELS} from './panels.js';

export class Charts {
  /** @param page {open(step)} */
  constructor(element, page) {
    this.page = page;
    this.range = null;
    this.own = {open: step => page.open(step), zoom: (from, to) => this.zoom(from, to)};
    this.charts = PANELS.map(panel => new Chart(panel, this.own));
    this.others = new Map();
    this.whole = h('button', {type: 'button', onclick: () => this.zoom(null)}, 'Show all rounds');
    this.zoomed = h('div', {class: 'zoomed', hidden: true}, h('span', {}), this.whole);
    this.refusals = h('section', {class: 'chart refusals'});
    this.rest = h('div', {class: 'grid'});
    this.restBox = h('details', {class: 'rest', hidden: true, ontoggle: () => this.showOthers()},
      h('summary', {}, 'Other metrics'), this.rest);
    const grid = h('div', {class: 'grid'});
    for (const chart of this.charts) {
      grid.append(chart.element);
      if (chart.panel.refusals) {
        grid.append(this.refusals);
      }
    }
    fill(element, this.zoomed, grid, this.restBox);
  }

  show(runs) {
    this.runs = runs;
    this.draw(this.range ? this.parts ?? runs : runs);
    if (this.range) {
      this.fetchParts();
    }
  }

  draw(runs) {
    this.drawn = runs;
    this.charts.forEach(chart => chart.show(runs, this.range));
    this.showRefusals();
    this.showOthers();
  }

  showOthers() {
    const names = new Set(this.drawn.flatMap(run => Object.keys(run.metrics)));
    const panels = otherPanels(names);
    this.restBox.hidden = panels.length === 0;
    if (!this.restBox.open) {
      return;
    }
    for (const panel of panels) {
      if (!this.others.has(panel.id)) {
        const chart = new Chart(panel, this.own);
        this.others.set(panel.id, chart);
        this.rest.append(chart.element);
      }
    }
    this.others.forEach(chart => chart.show(this.drawn, this.range));
  }

  /** Shows some rounds, or all. */
  zoom(from, to) {
    this.range = from === null ? null : [from, to];
    this.parts = null;
    this.zoomed.hidden = !this.range;
    if (this.range) {
      this.zoomed.firstChild.textContent = `Rounds ${whole(from)} to ${whole(to)}`;
    }
    this.draw(this.runs);
    if (this.range) {
      this.fetchParts();
    }
  }

  /** Of a run whose rounds share buckets, the rounds in range are fetched one by one. */
  async fetchParts() {
    const range = this.range;
    if (this.runs.every(run => run.width === 1)) {
      return;
    }
    const parts = await Promise.all(this.runs.map(async run => run.width === 1 ? run : {
      id: run.id, overview: run.overview, last: run.last, ...await api.part(run.id, range[0], range[1]),
    }));
    if (range === this.range) {
      this.parts = parts;
      this.draw(parts);
    }
  }

  showRefusals() {
    this.refusals.hidden = this.runs.every(run => run.overview.refusals.length === 0);
    fill(this.refusals,
      h('h3', {class: 'title'}, 'What was refused, and why'),
      this.runs.map(run => refusalsOf(run, this.runs.length > 1)));
  }

  recolour() {
    this.charts.forEach(chart => chart.recolour());
    this.others.forEach(chart => chart.recolour());
  }
}

function refusalsOf(run, named) {
  const rounds = run.overview.refusals;
  const all = rounds.reduce((sum, round) => sum + round.proposals, 0);
  const kinds = new Map();
  const early = Math.max(1, Math.floor(rounds.length / 4));
  rounds.forEach((round, at) => {
    for (const [kind, count] of Object.entries(round.refused)) {
      const entry = kinds.get(kind) ?? {count: 0, before: 0, now: 0};
      entry.count += count;
      entry.before += at < early ? count / round.proposals / early : 0;
      entry.now += at >= rounds.length - early ? count / round.proposals / early : 0;
      kinds.set(kind, entry);
    }
  });
  const sorted = [...kinds].sort((one, other) => other[1].count - one[1].count);
  const of = rounds.length < run.overview.rounds
    ? `${plural(rounds.length, 'round', 'rounds')} of ${whole(run.overview.rounds)}`
    : plural(rounds.length, 'round', 'rounds');
  return h('div', {},
    named ? h('h4', {}, run.overview.name) : null,
    h('p', {class: 'help'}, sorted.length === 0
      ? `Nothing: all ${whole(all)} proposals of ${of} were asked.`
      : `${whole(all)} proposals of ${of}. Early and late are the first and the last quarter.`),
    sorted.length === 0 ? null : h('table', {},
      h('thead', {}, h('tr', {}, ['Reason', 'Proposals', 'Share', 'Early', 'Late'].map(name => h('th', {scope: 'col'}, name)))),
      h('tbody', {}, sorted.map(([kind, entry]) => h('tr', {},
        h('th', {scope: 'row'}, visible(kind)),
        h('td', {}, number(entry.count)), h('td', {}, bar(entry.count / all)),
        h('td', {}, percent(entry.before)), h('td', {}, percent(entry.now)))))));
}

function bar(share) {
  const inner = h('span', {class: 'bar'});
  inner.style.width = `${Math.max(1, 100 * share)}%`;
  return h('span', {class: 'share'}, h('span', {class: 'track'}, inner), h('span', {}, percent(share)));
}
