// One chart: a figure with a legend that shows values, curves, marks of guards, and a table behind.

import {announce, fill, h} from './dom.js';
import {inUnit, whole} from './format.js';
import {linesOf} from './panels.js';
import {align, first, newest, stack} from './points.js';

const DASHES = [[], [6, 4], [2, 3], [10, 4, 2, 4]];
const COLOURS = 8;
const HEIGHT = 210;
const ROWS = 50;

const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export class Chart {
  /** @param page {open(step), zoom(from, to)} */
  constructor(panel, page) {
    this.panel = panel;
    this.page = page;
    this.off = new Set();
    this.at = h('span', {class: 'at'});
    this.legend = h('div', {class: 'legend'});
    this.alarm = h('p', {class: 'alarm'});
    this.plot = h('div', {
      class: 'plot', tabindex: 0, role: 'group',
      onkeydown: event => this.key(event),
      onclick: () => this.openAtCursor(),
    });
    this.table = h('details', {class: 'table', ontoggle: () => this.fillTable()},
      h('summary', {}, 'Table'));
    this.element = h('figure', {class: panel.wide ? 'chart wide' : 'chart', id: `chart-${panel.id}`},
      h('figcaption', {}, h('span', {class: 'title'}, panel.title), this.at),
      panel.help ? h('p', {class: 'help'}, panel.help) : null,
      this.legend, this.plot, this.alarm, this.table);
    new ResizeObserver(() => this.resize()).observe(this.plot);
  }

  /** Draws the runs; range is [from, to] or null for all rounds. */
  show(runs, range) {
    const names = new Set(runs.flatMap(run => [...Object.keys(run.metrics), ...Object.keys(run.overview.before ?? {})]));
    const lines = linesOf(this.panel, names, runs.length > 1);
    this.element.hidden = lines.length === 0;
    if (lines.length === 0) {
      return;
    }
    this.runs = runs;
    this.range = range;
    this.stacked = this.panel.stack && runs.length === 1;
    const aligned = align(runs, lines);
    this.x = aligned.x;
    this.entries = aligned.entries;
    this.entries.forEach((entry, at) => this.style(entry, at, lines.length));
    this.entries.forEach(entry => { entry.drawn = entry.mean; });
    if (this.stacked) {
      stack(this.entries);
    }
    this.banded = !this.stacked && this.entries.length <= 3 && runs.some(run => run.width > 1);
    const shape = JSON.stringify([this.banded, this.entries.map(e => [e.run.id, e.metric, e.colour, e.dash])]);
    if (shape !== this.shape) {
      this.shape = shape;
      this.build();
    } else {
      this.uplot.setData(this.data());
    }
    this.readout(null);
    this.describe();
    this.fillTable();
  }

  style(entry, at, lines) {
    const run = Math.floor(at / lines);
    const line = at % lines;
    const comparing = this.runs.length > 1;
    entry.colour = css(`--c${1 + (comparing ? run : line) % COLOURS}`);
    entry.dash = comparing ? DASHES[line % DASHES.length] : [];
    entry.label = !comparing ? entry.name
      : lines > 1 ? `${entry.run.overview.name}: ${entry.name}` : entry.run.overview.name;
  }

  data() {
    const drawn = this.entries.map(entry => entry.drawn);
    const bands = this.banded ? this.entries.flatMap(entry => [entry.least, entry.greatest]) : [];
    return [this.x, ...drawn, ...bands];
  }

  build() {
    this.uplot?.destroy();
    const axis = {
      stroke: css('--muted'), font: '12px system-ui, sans-serif', ticks: {show: false},
      grid: {stroke: css('--grid'), width: 1},
    };
    const options = {
      width: Math.max(200, this.plot.clientWidth), height: HEIGHT,
      padding: [8, 8, 0, 0],
      legend: {show: false},
      cursor: {
        drag: {x: true, y: false, setScale: false},
        points: {size: 7},
        sync: {
          key: 'rounds', scales: ['x', null],
          filters: {pub: type => type === 'mousemove' || type === 'mouseleave'},
        },
      },
      scales: {
        x: {time: false, range: () => this.bounds()},
        y: {range: (u, least, greatest) => this.vertical(least, greatest)},
      },
      axes: [
        {...axis, size: 30, gap: 6, incrs: [1, 2, 5].flatMap(i => [1, 10, 100, 1e3, 1e4, 1e5, 1e6].map(p => i * p)).sort((a, b) => a - b),
          values: (u, splits) => splits.map(whole)},
        {...axis, size: 54, values: (u, splits) => splits.map(value => inUnit(value, this.panel.unit === 'share' ? 'share' : '').replace('.0\u00a0%', '\u00a0%'))},
      ],
      series: [{}, ...this.entries.map(entry => this.line(entry)), ...this.bandLines()],
      bands: this.bands(),
      hooks: {
        draw: [u => this.marks(u)],
        setCursor: [u => this.readout(u.cursor.idx)],
        setSelect: [u => this.selected(u)],
      },
    };
    this.uplot = new window.uPlot(options, this.data(), this.plot);
    this.legendOf();
  }

  line(entry) {
    const sparse = entry.metric.startsWith('eval/');
    return {
      stroke: entry.colour, width: 2, dash: entry.dash, spanGaps: true,
      show: !this.off.has(entry.label),
      fill: this.stacked ? `${entry.colour}55` : undefined,
      points: {show: sparse ? true : undefined, size: 6, fill: entry.colour},
    };
  }

  bandLines() {
    return this.banded ? this.entries.flatMap(() => [{stroke: 'transparent', points: {show: false}}, {stroke: 'transparent', points: {show: false}}]) : [];
  }

  /** Stacked areas end at the one below; of downsampled curves the spread is shaded. */
  bands() {
    const count = this.entries.length;
    if (this.stacked) {
      return this.entries.slice(1).map((entry, at) => ({series: [at + 2, at + 1], fill: `${entry.colour}55`}));
    }
    return this.banded
      ? this.entries.map((entry, at) => ({series: [count + 2 * at + 2, count + 2 * at + 1], fill: `${entry.colour}26`}))
      : [];
  }

  bounds() {
    return this.range ?? [0, Math.max(1, ...this.runs.map(run => run.last ?? run.steps[run.steps.length - 1] ?? 1))];
  }

  vertical(least, greatest) {
    if (this.panel.unit === 'share' && !this.panel.small) {
      return [-0.012, 1.012]; // a line at either end is drawn whole
    }
    if (least === null || greatest === null) {
      return [0, 1];
    }
    const spread = greatest - least || Math.abs(greatest) || 1;
    const low = least >= 0 && least < spread ? 0 : least - 0.08 * spread;
    return [low, greatest + 0.08 * spread];
  }

  legendOf() {
    this.values = this.entries.map(() => h('output', {}));
    fill(this.legend, this.entries.map((entry, at) => {
      const swatch = h('span', {class: 'swatch'});
      swatch.style.borderTopColor = entry.colour;
      swatch.style.borderTopStyle = entry.dash.length > 0 ? 'dashed' : 'solid';
      return h('button', {
        type: 'button', class: 'key', 'aria-pressed': String(!this.off.has(entry.label)),
        onclick: event => this.toggle(entry, at, event.currentTarget),
      }, swatch, h('span', {}, entry.label), this.values[at]);
    }));
  }

  toggle(entry, at, button) {
    const on = this.off.delete(entry.label);
    if (!on) {
      this.off.add(entry.label);
    }
    button.setAttribute('aria-pressed', String(on));
    this.uplot.setSeries(at + 1, {show: on});
    if (this.banded) {
      const band = this.entries.length + 2 * at + 1;
      this.uplot.setSeries(band, {show: on});
      this.uplot.setSeries(band + 1, {show: on});
    }
  }

  /** Values at a place, or the newest ones. */
  readout(index) {
    const at = index ?? null;
    this.entries.forEach((entry, i) => {
      const value = at === null ? newest(entry.mean) : entry.mean[at];
      this.values[i].textContent = inUnit(value, this.panel.unit);
    });
    this.at.textContent = at === null ? '' : this.roundText(at);
    const marks = at === null ? [] : this.marksAt(at);
    this.alarm.textContent = marks.map(mark => `⚑ ${mark.guard} (${mark.action}): ${mark.message}`).join('; ');
  }

  roundText(at) {
    const width = Math.max(...this.runs.map(run => run.width));
    const step = this.x[at];
    return width > 1 && step >= width ? `rounds ${whole(step - width + 1)}–${whole(step)}` : `round ${whole(step)}`;
  }

  marksAt(at) {
    const width = Math.max(...this.runs.map(run => run.width));
    const step = this.x[at];
    return this.runs.flatMap(run => run.overview.marks)
      .filter(mark => mark.step <= step && mark.step > step - width).slice(0, 3);
  }

  marks(u) {
    const {ctx} = u;
    const {left, top, width, height} = u.bbox;
    ctx.save();
    ctx.lineWidth = devicePixelRatio;
    let before = -10;
    for (const mark of this.runs.flatMap(run => run.overview.marks)) {
      const x = Math.round(u.valToPos(mark.step, 'x', true));
      if (x < left || x > left + width || x - before < 3) {
        continue;
      }
      before = x;
      ctx.strokeStyle = css(mark.action === 'warn' ? '--warn' : '--bad');
      ctx.fillStyle = ctx.strokeStyle;
      ctx.setLineDash([4, 4]);
      ctx.beginPath();
      ctx.moveTo(x, top);
      ctx.lineTo(x, top + height);
      ctx.stroke();
      ctx.beginPath();
      ctx.moveTo(x - 5 * devicePixelRatio, top);
      ctx.lineTo(x + 5 * devicePixelRatio, top);
      ctx.lineTo(x, top + 7 * devicePixelRatio);
      ctx.fill();
    }
    ctx.restore();
  }

  selected(u) {
    if (u.select.width > 5) {
      const from = Math.max(0, Math.floor(u.posToVal(u.select.left, 'x')));
      const to = Math.ceil(u.posToVal(u.select.left + u.select.width, 'x'));
      this.dragged = true;
      u.setSelect({left: 0, top: 0, width: 0, height: 0}, false);
      this.page.zoom(from, Math.max(from + 1, to));
    }
  }

  key(event) {
    const moves = {ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity};
    if (event.key in moves) {
      const last = this.x.length - 1;
      const now = this.uplot.cursor.idx ?? last;
      const at = Math.max(0, Math.min(last, now + moves[event.key]));
      const left = this.uplot.valToPos(this.x[at], 'x');
      this.uplot.setCursor({left, top: HEIGHT / 3});
      this.readout(at);
      announce(`${this.roundText(at)}: ${this.entries.map(entry => `${entry.label} ${inUnit(entry.mean[at], this.panel.unit)}`).join(', ')}`);
    } else if (event.key === 'Enter') {
      this.openAtCursor();
    } else {
      return;
    }
    event.preventDefault();
  }

  openAtCursor() {
    const at = this.uplot.cursor.idx;
    if (!this.dragged && at !== null && at !== undefined && this.x[at] > 0) {
      this.page.open(this.x[at]);
    }
    this.dragged = false;
  }

  describe() {
    const said = this.entries.map(entry => `${entry.label} from ${inUnit(first(entry.mean), this.panel.unit)} to ${inUnit(newest(entry.mean), this.panel.unit)}`);
    this.plot.setAttribute('aria-label', `${this.panel.title}: ${said.join(', ')}. Arrow keys move from round to round, Enter opens one.`);
  }

  fillTable() {
    if (!this.table.open) {
      return;
    }
    const every = Math.max(1, Math.ceil(this.x.length / ROWS));
    const rows = this.x.map((step, at) => at).filter(at => at % every === 0 || at === this.x.length - 1).reverse();
    const cell = (value, tag = 'td') => h(tag, {}, value);
    this.table.querySelector('.scroll')?.remove();
    this.table.append(h('div', {class: 'scroll', tabindex: 0}, h('table', {},
      h('caption', {class: 'unseen'}, this.panel.title),
      h('thead', {}, h('tr', {}, cell('Round', 'th'), this.entries.map(entry => h('th', {scope: 'col'}, entry.label)))),
      h('tbody', {}, rows.map(at => h('tr', {}, h('th', {scope: 'row'}, this.roundText(at).replace(/^rounds? /, '')),
        this.entries.map(entry => cell(inUnit(entry.mean[at], this.panel.unit)))))))));
  }

  resize() {
    if (this.uplot && this.plot.clientWidth > 0 && this.plot.clientWidth !== this.uplot.width) {
      this.uplot.setSize({width: this.plot.clientWidth, height: HEIGHT});
    }
  }

  /** Draws with the colours of the theme that is on now. */
  recolour() {
    if (this.runs) {
      this.shape = null;
      this.show(this.runs, this.range);
    }
  }
}
