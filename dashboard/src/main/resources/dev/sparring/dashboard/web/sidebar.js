// The list of runs: a name shows one run, a box adds it to those that are compared.

import {fill, h} from './dom.js';
import {percent, plural, whole} from './format.js';

const MOST = 6;

export class Sidebar {
  /** @param page {select(ids)} */
  constructor(element, page) {
    this.page = page;
    this.filter = h('input', {
      type: 'search', placeholder: 'Filter runs', 'aria-label': 'Filter runs', oninput: () => this.draw(),
    });
    this.list = h('ul', {class: 'runs'});
    this.hint = h('p', {class: 'help'});
    this.box = h('details', {class: 'chooser', open: true},
      h('summary', {}, 'Runs'), this.filter, this.list, this.hint);
    fill(element, this.box);
    if (matchMedia('(max-width: 800px)').matches) {
      this.box.open = false;
    }
    this.items = new Map();
    this.cards = [];
    this.selected = [];
  }

  show(cards, selected) {
    this.cards = cards;
    this.selected = selected;
    this.draw();
  }

  draw() {
    this.filter.hidden = this.cards.length < 8;
    const wanted = this.filter.hidden ? '' : this.filter.value.toLowerCase();
    const shown = this.cards.filter(card => card.name.toLowerCase().includes(wanted));
    const items = shown.map(card => this.item(card));
    // Elements stay the same, so that focus does; they are moved only when their order changes.
    if (items.some((item, at) => this.list.children[at] !== item) || this.list.children.length !== items.length) {
      fill(this.list, items);
    }
    this.hint.textContent = this.cards.length === 0
      ? 'There is no run here yet. It appears when it begins.'
      : this.selected.length > 1 ? `${plural(this.selected.length, 'run', 'runs')} over each other.`
        : this.cards.length > 1 ? 'Tick runs to draw them over each other.' : '';
    const summary = this.box.querySelector('summary');
    const names = this.selected.map(id => this.cards.find(card => card.id === id)?.name ?? id);
    summary.textContent = this.box.open || names.length === 0 ? 'Runs' : `Runs: ${names.join(', ')}`;
  }

  item(card) {
    const known = this.items.get(card.id) ?? this.make(card.id);
    const chosen = this.selected.indexOf(card.id);
    known.item.classList.toggle('chosen', chosen >= 0);
    known.box.checked = chosen >= 0;
    known.box.disabled = chosen < 0 && this.selected.length >= MOST;
    known.box.setAttribute('aria-label', `compare ${card.name}`);
    known.name.textContent = card.name;
    known.button.setAttribute('aria-current', chosen >= 0 ? 'true' : 'false');
    known.swatch.className = chosen >= 0 && this.selected.length > 1 ? `dot c${1 + chosen % 8}` : `dot ${card.state}`;
    const rounds = card.steps > 0 ? `${whole(card.step)} of ${whole(card.steps)}` : whole(card.step);
    const accuracy = card.after !== undefined ? `, ${percent(card.before)} → ${percent(card.after)}` : '';
    known.note.textContent = `${card.state}, ${rounds}${accuracy}`;
    return known.item;
  }

  make(id) {
    const name = h('span', {class: 'name'});
    const note = h('span', {class: 'note'});
    const swatch = h('span', {class: 'dot'});
    const box = h('input', {type: 'checkbox', onchange: () => this.toggle(id)});
    const button = h('button', {type: 'button', class: 'run', onclick: () => this.page.select([id])},
      swatch, h('span', {class: 'text'}, name, note));
    const known = {item: h('li', {}, button, box), box, button, name, note, swatch};
    this.items.set(id, known);
    return known;
  }

  toggle(id) {
    const without = this.selected.filter(other => other !== id);
    const ids = without.length < this.selected.length ? without : [...this.selected, id];
    this.page.select(ids.length > 0 ? ids : [id]);
  }
}
