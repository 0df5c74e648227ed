// One round: its problems with every answer, vote, label, reward and end; filter, search and pages.

import * as api from './api.js';
import {fill, h, model, visible} from './dom.js';
import {number, plural, whole} from './format.js';

const KINDS = [
  ['all', 'all'], ['asked', 'asked'], ['refused', 'refused'], ['right', 'label right'], ['wrong', 'label wrong'],
  ['unlabelled', 'no label'], ['mixed', 'mixed rewards'], ['lost', 'lost'],
];

export class RoundView {
  /** @param page {opened(query or null)} */
  constructor(dialog, page) {
    this.dialog = dialog;
    this.page = page;
    this.heading = h('h2', {id: 'round-title', tabindex: -1, autofocus: true});
    this.back = h('button', {type: 'button', onclick: () => this.go(this.query.step - 1), 'aria-label': 'round before'}, '←');
    this.next = h('button', {type: 'button', onclick: () => this.go(this.query.step + 1), 'aria-label': 'next round'}, '→');
    this.chips = h('div', {class: 'chips', role: 'group', 'aria-label': 'Which problems'});
    this.search = h('input', {type: 'search', placeholder: 'Search problems and answers', 'aria-label': 'Search problems and answers', oninput: () => this.searched()});
    this.status = h('p', {class: 'help', role: 'status'});
    this.list = h('div', {class: 'problems'});
    this.pages = h('div', {class: 'pages'});
    fill(dialog,
      h('header', {}, this.back, this.heading, this.next,
        h('button', {type: 'button', class: 'close', onclick: () => dialog.close()}, 'Close')),
      this.chips, this.search, this.status, this.list, this.pages);
    dialog.addEventListener('close', () => this.page.opened(null));
    dialog.addEventListener('click', event => event.target === dialog && dialog.close());
  }

  /** Shows a round; query is {run, name, step, last, show, q, page}. */
  async show(query) {
    this.query = query;
    this.heading.textContent = `${query.name}, round ${whole(query.step)}`;
    this.back.disabled = query.step <= 1;
    this.next.disabled = query.step >= query.last;
    if (this.search.value !== query.q) {
      this.search.value = query.q;
    }
    if (!this.dialog.open) {
      this.dialog.showModal();
    }
    this.page.opened(query);
    this.status.textContent = 'Reading …';
    try {
      const round = await api.round(query.run, query.step, {show: query.show, q: query.q, page: query.page});
      if (query === this.query) {
        this.draw(round);
      }
    } catch (error) {
      if (query === this.query) {
        fill(this.chips);
        fill(this.list);
        fill(this.pages);
        this.status.textContent = `This round can't be shown: ${error.message}`;
      }
    }
  }

  go(step) {
    this.show({...this.query, step, page: 0});
  }

  searched() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show({...this.query, q: this.search.value, page: 0}), 250);
  }

  draw(round) {
    const {query} = this;
    fill(this.chips, KINDS.map(([kind, name]) => h('button', {
      type: 'button', class: 'chip', 'aria-pressed': String(query.show === kind), disabled: round.counts[kind] === 0 && query.show !== kind,
      onclick: () => this.show({...query, show: kind, page: 0}),
    }, name, h('span', {class: 'count'}, whole(round.counts[kind])))));
    this.status.textContent = `${plural(round.matched, 'problem', 'problems')} of ${whole(round.counts.all)}, ${plural(round.answers, 'answer', 'answers')} in the round`;
    fill(this.list, round.problems.map(problem => this.problem(problem)));
    fill(this.pages, round.pages < 2 ? null : [
      h('button', {type: 'button', disabled: round.page === 0, onclick: () => this.turn(round.page - 1)}, 'Page before'),
      h('span', {}, `page ${round.page + 1} of ${whole(round.pages)}`),
      h('button', {type: 'button', disabled: round.page + 1 >= round.pages, onclick: () => this.turn(round.page + 1)}, 'Next page')]);
    this.dialog.scrollTop = 0;
  }

  turn(page) {
    this.show({...this.query, page});
  }

  problem(p) {
    const mark = !p.label ? (p.problem ? badge('no label', 'none') : null)
      : !p.truth ? badge('label', 'none')
        : p.label.text === p.truth.text ? badge('label right', 'good') : badge('label wrong', 'bad');
    const body = h('div', {class: 'answers'});
    const problem = h('details', {
      class: 'problem', ontoggle: event => event.currentTarget.open && body.childElementCount === 0 && this.fillAnswers(p, body),
    },
      h('summary', {},
        h('span', {class: 'id'}, visible(p.id.replace(/^s\d+-/, '').slice(0, 20))),
        h('span', {class: 'question'}, this.textOf(p.problem ?? p.text, p.line, p.problem ? 'problem' : 'text', 160)),
        h('span', {class: 'marks'}, mark, votes(p),
          p.rejection ? badge(p.rejection.text, 'warn') : null,
          p.reward === undefined ? null : badge(`reward ${number(p.reward)}`, 'plain'),
          p.outcome && p.outcome.text !== 'scored' && !p.rejection ? badge(p.outcome.text, 'warn') : null)),
      body);
    return problem;
  }

  fillAnswers(p, body) {
    const facts = [
      ['written', p.text, 'text'], ['problem', p.problem, 'problem'], ['label', p.label, 'label'], ['truth', p.truth, 'truth'],
      ['ended', p.outcome, 'outcome'], ['refused', p.rejection, 'rejection'],
    ].filter(([, text]) => text);
    fill(body,
      h('dl', {class: 'facts'}, facts.map(([name, text, field]) => [h('dt', {}, name), h('dd', {}, this.textOf(text, p.line, field))]),
        p.voteEntropy === undefined ? null : [h('dt', {}, 'votes'), h('dd', {}, `${p.votes} of ${p.attempts}, runner-up ${p.runnerUp}, entropy ${number(p.voteEntropy)} nats`)],
        p.tokens === undefined ? null : [h('dt', {}, 'tokens'), h('dd', {}, number(p.tokens))]),
      p.answers === 0 ? h('p', {class: 'help'}, 'It was not answered.') : this.answers(p, p.shown, 0));
  }

  answers(p, shown, page) {
    const rows = h('tbody', {}, shown.map(answer => this.answer(p, answer)));
    const table = h('div', {class: 'scroll', tabindex: 0}, h('table', {},
      h('thead', {}, h('tr', {}, ['Answer', 'Text', 'Format', 'Tokens', 'Log-probability', 'Reward', 'Ended'].map(name => h('th', {scope: 'col'}, name)))),
      rows));
    const seen = shown.length;
    const more = seen >= p.answers ? null : h('button', {type: 'button', onclick: () => this.moreAnswers(p, table, more, 0)}, `Show all ${whole(p.answers)} answers`);
    return h('div', {}, table, more);
  }

  /** Answers come in pages of their own when there are many. */
  async moreAnswers(p, table, button, page) {
    const round = await api.round(this.query.run, this.query.step, {problem: p.id, page});
    const shown = round.problems[0]?.shown ?? [];
    const body = table.querySelector('tbody');
    if (page === 0) {
      fill(body);
    }
    body.append(...shown.map(answer => this.answer(p, answer)));
    if (page + 1 < round.pages) {
      const next = h('button', {type: 'button', onclick: () => this.moreAnswers(p, table, next, page + 1)}, `Show more (${whole(body.childElementCount)} of ${whole(p.answers)})`);
      button.replaceWith(next);
    } else {
      button.remove();
    }
  }

  answer(p, a) {
    const voted = p.label && a.answer && a.answer.text === p.label.text;
    return h('tr', {class: voted ? 'voted' : ''},
      h('td', {class: 'answer'}, a.answer ? this.textOf(a.answer, a.line, 'answer', 80) : h('span', {class: 'note'}, 'none')),
      h('td', {class: 'text'}, a.text ? this.textOf(a.text, a.line, 'text') : h('span', {class: 'note'}, 'lost')),
      h('td', {}, a.format ? this.textOf(a.format, a.line, 'format', 80) : '', a.truncated ? ', truncated' : ''),
      h('td', {class: 'figure'}, a.tokens === undefined ? '' : number(a.tokens)),
      h('td', {class: 'figure'}, a.logprob === undefined ? '' : number(a.logprob)),
      h('td', {class: 'figure'}, a.reward === undefined ? '' : number(a.reward)),
      h('td', {}, a.outcome ? this.textOf(a.outcome, a.line, 'outcome', 80) : ''));
  }

  /** A text; what is longer than the page holds can be asked for, part by part. */
  textOf(clip, line, field, most) {
    if (!clip) {
      return h('span', {class: 'note'}, 'this line of the rollouts cannot be read');
    }
    const shown = most && clip.text.length > most ? `${clip.text.slice(0, most)}…` : clip.text;
    const element = model(shown);
    if (most || clip.length <= clip.text.length) {
      return element;
    }
    let from = clip.text.length;
    const more = h('button', {type: 'button', class: 'more', onclick: async () => {
      const part = await api.text(this.query.run, this.query.step, line, field, from);
      element.append(visible(part.text));
      from += part.text.length;
      more.textContent = label();
      more.hidden = from >= clip.length || part.text === '';
    }});
    const label = () => `Show more (${whole(from)} of ${whole(clip.length)} characters)`;
    more.textContent = label();
    return h('span', {}, element, more);
  }
}

function badge(text, kind) {
  return h('span', {class: `badge ${kind}`}, visible(text.length > 60 ? `${text.slice(0, 60)}…` : text));
}

function votes(p) {
  if (p.votes === undefined || !p.attempts) {
    return null;
  }
  const inner = h('span', {class: 'bar'});
  inner.style.width = `${100 * p.votes / p.attempts}%`;
  return h('span', {class: 'votes', title: `${p.votes} of ${p.attempts} answers are the same`}, h('span', {class: 'track'}, inner), `${p.votes}/${p.attempts}`);
}
