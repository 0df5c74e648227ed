// The page: what is shown stands in the address after "#", so that a link opens the same again.

import * as api from './api.js';
import {Charts} from './charts.js';
import {fill, h} from './dom.js';
import {Header} from './header.js';
import {RoundView} from './round.js';
import {Sidebar} from './sidebar.js';

const byId = id => document.getElementById(id);

class Page {
  constructor() {
    this.header = new Header(byId('header'), this);
    this.charts = new Charts(byId('charts'), this);
    this.round = new RoundView(byId('round'), this);
    this.sidebar = new Sidebar(byId('sidebar'), this);
    this.events = new api.Events(this);
    this.cards = [];
    this.data = [];
    window.addEventListener('hashchange', () => this.fromAddress());
  }

  async start() {
    this.cards = await api.runs();
    await this.fromAddress();
    if (this.data.length === 0) {
      this.events.follow([]);
    }
  }

  /** Shows what the address says; without a word, the run that wrote last. */
  async fromAddress() {
    const address = new URLSearchParams(location.hash.slice(1));
    const known = new Set(this.cards.map(card => card.id));
    let ids = address.getAll('run').filter(id => known.has(id));
    if (ids.length === 0 && this.cards.length > 0) {
      ids = [this.cards[0].id];
    }
    if (ids.join(' ') !== this.data.map(run => run.id).join(' ')) {
      await this.load(ids);
    }
    const step = Number(address.get('round'));
    const open = this.round.dialog.open;
    if (step > 0 && this.data.length > 0 && !(open && this.round.query.step === step)) {
      this.openRound(step, address.get('show') ?? 'all', address.get('q') ?? '', Number(address.get('page')) || 0);
    } else if (!(step > 0) && open) {
      this.round.dialog.close();
    }
  }

  async load(ids) {
    const known = new Map(this.data.map(run => [run.id, run]));
    this.data = await Promise.all(ids.map(id => known.get(id) ?? api.RunData.load(id)));
    this.charts.range = null;
    this.charts.zoomed.hidden = true;
    this.events.follow(this.data);
    this.draw();
  }

  draw() {
    this.sidebar.show(this.cards, this.data.map(run => run.id));
    document.title = this.data.length === 1 ? `${this.data[0].overview.name} · Sparring` : 'Sparring';
    if (this.data.length === 0) {
      fill(byId('header'), h('p', {class: 'empty'}, 'There is no run here yet. It appears when it begins: ', h('code', {}, 'sparring train')));
      return;
    }
    this.header.show(this.data);
    this.charts.show(this.data);
  }

  /** Draws at most twice a second, however many events come. */
  soon() {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.draw();
    }, 400);
  }

  select(ids) {
    const address = new URLSearchParams(ids.map(id => ['run', id]));
    location.hash = String(address);
  }

  open(step) {
    if (step > 0) {
      this.openRound(step, 'all', '', 0);
    }
  }

  openRound(step, show, q, page) {
    const [run] = this.data;
    this.round.show({run: run.id, name: run.overview.name, step, last: run.last, show, q, page});
  }

  /** The round view has opened, changed or closed: the address follows without a new entry. */
  opened(query) {
    const address = new URLSearchParams(this.data.map(run => ['run', run.id]));
    if (query) {
      address.set('round', query.step);
      for (const [name, value] of [['show', query.show === 'all' ? '' : query.show], ['q', query.q], ['page', query.page || '']]) {
        if (value) {
          address.set(name, value);
        }
      }
    }
    history.replaceState(null, '', `#${address}`);
  }

  // What the server tells.

  link(state) {
    const link = byId('link');
    link.textContent = state;
    link.className = `link ${state}`;
  }

  runs(cards) {
    const first = this.cards.length === 0 && cards.length > 0;
    this.cards = cards;
    if (first) {
      this.fromAddress();
    } else {
      this.sidebar.show(this.cards, this.data.map(run => run.id));
    }
  }

  overview(view) {
    const run = this.data.find(it => it.id === view.id);
    if (run) {
      run.overview = view;
      this.soon();
    }
  }

  rounds({id, rows}) {
    const run = this.data.find(it => it.id === id);
    if (run && !run.append(rows)) {
      this.reload({id});
    }
    this.soon();
  }

  async reload({id}) {
    const run = this.data.find(it => it.id === id);
    if (run) {
      run.take(await api.series(id));
      this.soon();
    }
  }
}

/** The theme follows the system until somebody chooses; the choice is kept in this browser. */
function theme(page) {
  const button = byId('theme');
  const dark = () => matchMedia('(prefers-color-scheme: dark)').matches;
  const set = name => {
    document.documentElement.dataset.theme = name;
    button.textContent = name === 'dark' ? 'Light' : 'Dark';
    page?.charts.recolour();
  };
  const kept = localStorage.getItem('theme');
  set(kept ?? (dark() ? 'dark' : 'light'));
  button.addEventListener('click', () => {
    const name = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
    localStorage.setItem('theme', name);
    set(name);
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => localStorage.getItem('theme') || set(dark() ? 'dark' : 'light'));
}

const page = new Page();
theme(page);
page.start().catch(error => fill(byId('header'), h('p', {class: 'problem'}, `The server does not answer: ${error.message}`)));
