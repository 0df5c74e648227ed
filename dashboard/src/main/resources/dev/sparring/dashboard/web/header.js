// The state of the run: whether it goes on, how far it is, who is at work, alarms, configuration.

import * as api from './api.js';
import {fill, h, model, visible} from './dom.js';
import {ago, duration, inUnit, number, percent, plural, seconds, whole} from './format.js';

const WORDS = {completed: 'completed', stopped: 'stopped', running: 'running', silent: 'silent', died: 'died'};

export class Header {
  /** @param page {open(step)} */
  constructor(element, page) {
    this.element = element;
    this.page = page;
    this.ids = '';
    setInterval(() => this.tick(), 1000);
  }

  show(runs) {
    const ids = runs.map(run => run.id).join(' ');
    if (ids !== this.ids) {
      this.ids = ids;
      this.build(runs);
    }
    if (runs.length === 1) {
      this.update(runs[0]);
    } else {
      fill(this.compared, comparison(runs));
    }
    this.tick();
  }

  build(runs) {
    if (runs.length > 1) {
      this.compared = h('div', {});
      fill(this.element, h('h1', {}, plural(runs.length, 'run', 'runs'), ' over each other'), this.compared);
      return;
    }
    this.title = h('div', {class: 'title-row'});
    this.progress = h('div', {class: 'progress'});
    this.tiles = h('div', {class: 'tiles'});
    this.actors = h('div', {});
    this.alarms = h('div', {});
    this.facts = h('dl', {class: 'facts'});
    this.openRound = h('input', {type: 'number', min: 1, id: 'open-round', value: ''});
    const form = h('form', {
      class: 'open-round', onsubmit: event => {
        event.preventDefault();
        this.page.open(Number(this.openRound.value) || this.run.last);
      },
    }, h('label', {for: 'open-round'}, 'Problems of round'), this.openRound, h('button', {type: 'submit'}, 'Open'));
    this.configuration = h('details', {ontoggle: () => this.readConfiguration()},
      h('summary', {}, 'Configuration (run.conf)'), h('pre', {class: 'scroll', tabindex: 0}));
    this.log = h('pre', {class: 'scroll log', tabindex: 0, hidden: true});
    this.workers = h('section', {class: 'card workers'});
    fill(this.element,
      this.title, this.progress, this.workers, this.tiles, form,
      h('div', {class: 'columns'},
        h('section', {class: 'card'}, h('h2', {}, 'Who did what last'), this.actors, this.log),
        h('section', {class: 'card'}, h('h2', {}, 'Guards'), this.alarms)),
      h('details', {class: 'card about'}, h('summary', {}, 'About this run'), this.facts, this.configuration));
  }

  update(run) {
    this.run = run;
    const it = run.overview;
    this.openRound.max = it.step;
    this.openRound.placeholder = String(it.step);
    fill(this.title, h('h1', {}, it.name), pill(it.status.kind), h('span', {class: 'says'}, it.status.says));
    fill(this.progress, progress(it), waiting(it), it.problem ? h('p', {class: 'problem'}, visible(it.problem)) : null);
    this.workers.hidden = !it.trainer || it.trainer.workers.length === 0;
    fill(this.workers, it.trainer ? workers(it.trainer) : null);
    fill(this.tiles, tiles(run));
    fill(this.actors, this.actorTable(it));
    fill(this.alarms, guards(it));
    const facts = {...it.facts, ...prefixed(it.versions), Folder: it.path, Checkpoints: it.checkpoints.join(', ') || 'none'};
    fill(this.facts, Object.entries(facts).map(([name, value]) => [h('dt', {}, name), h('dd', {}, visible(value))]));
  }

  actorTable(it) {
    if (it.logs.length === 0) {
      return h('p', {class: 'help'}, 'No actor has logged anything yet.');
    }
    return h('table', {class: 'actors'}, h('tbody', {}, it.logs.map(log => h('tr', {},
      h('th', {scope: 'row'}, h('button', {type: 'button', class: 'quiet', title: 'show its log', onclick: () => this.readLog(log.actor)}, log.actor)),
      h('td', {class: 'line', title: 'its whole log opens by its name'}, model(withoutPrefix(log.line))),
      h('td', {class: 'when', 'data-since': log.written})))));
  }

  async readLog(actor) {
    if (this.logActor === actor && !this.log.hidden) {
      this.log.hidden = true;
      return;
    }
    this.logActor = actor;
    const {lines} = await api.log(this.run.id, actor);
    fill(this.log, visible(lines.join('\n')));
    this.log.hidden = false;
    this.log.scrollTop = this.log.scrollHeight;
  }

  async readConfiguration() {
    const block = this.configuration.querySelector('pre');
    if (this.configuration.open && block.textContent === '') {
      const answer = await fetch(api.configurationAddress(this.run.id));
      fill(block, visible(await answer.text()));
    }
  }

  tick() {
    const now = Date.now();
    for (const element of this.element.querySelectorAll('[data-since]')) {
      element.textContent = ago(Number(element.dataset.since), now);
    }
  }
}

function pill(kind) {
  return h('span', {class: `pill ${kind}`}, WORDS[kind] ?? kind);
}

/** The line of a log without its time and its place, which stand beside it. */
function withoutPrefix(line) {
  if (line.startsWith('{"time":')) {
    try {
      const {level, message} = JSON.parse(line);
      return level === 'INFO' ? message : `${level} ${message}`;
    } catch {
      return line; // it is longer than what is sent of it
    }
  }
  return line.replace(/^\S+ \S+ (\w+) +\[[^\]]*\] /, (all, level) => (level === 'INFO' ? '' : `${level} `));
}

function prefixed(versions) {
  return {Versions: Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(', ') || 'not known'};
}

function progress(it) {
  const share = it.steps > 0 ? Math.min(1, it.step / it.steps) : 0;
  const inner = h('span', {class: `bar ${it.status.kind}`});
  inner.style.width = `${100 * share}%`;
  const left = it.status.kind === 'running' && it.newest['time/round'] && it.steps > it.step
    ? `about ${duration((it.steps - it.step) * it.newest['time/round'])} left` : '';
  const words = it.steps > 0 ? `Round ${whole(it.step)} of ${whole(it.steps)}` : `Round ${whole(it.step)}`;
  return [
    h('div', {class: 'track', role: 'progressbar', 'aria-valuenow': it.step, 'aria-valuemin': 0, 'aria-valuemax': it.steps || it.step, 'aria-label': 'rounds'}, inner),
    h('p', {class: 'progress-words'}, h('span', {}, words), h('span', {}, left),
      h('span', {}, 'wrote ', h('span', {'data-since': it.status.written}))),
  ];
}

/** Who waits for whom; the table of workers says what the pool waits for. */
function waiting(it) {
  if (!it.trainer) {
    return null;
  }
  const waits = it.trainer.waits.filter((wait, at) => wait.who !== 'pool' || at === 0);
  return h('p', {class: 'waiting'}, h('strong', {}, it.trainer.state), ', last progress ', h('span', {'data-since': it.trainer.quietSince}),
    waits.map(wait => h('span', {class: 'wait'}, '; ', visible(wait.who), ' waits for ', h('strong', {}, visible(wait.whom)),
      ' (', visible(wait.what), '), began ', h('span', {'data-since': wait.since}))));
}

function workers(trainer) {
  const head = ['Worker', 'Device', 'Does', 'Since', 'Weights', 'Pieces a minute'];
  return [
    h('h2', {}, plural(trainer.workers.length, 'worker', 'workers')),
    h('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Workers'}, h('table', {},
      h('thead', {}, h('tr', {}, head.map(name => h('th', {scope: 'col'}, name)))),
      h('tbody', {}, trainer.workers.map(worker => h('tr', {class: worker.state},
        h('th', {scope: 'row'}, visible(worker.name), worker.learner ? h('span', {class: 'note'}, ' learner') : null),
        h('td', {}, visible(worker.device)),
        h('td', {}, worker.state, worker.piece ? h('span', {class: 'piece'}, ' on ', model(worker.piece)) : null),
        h('td', {class: 'when', 'data-since': worker.since}),
        h('td', {}, visible(`version ${worker.policyVersion}`)),
        h('td', {}, number(worker.piecesPerMinute))))))),
  ];
}

function tile(name, value, note) {
  return h('div', {class: 'tile'}, h('span', {class: 'tile-name'}, name), h('span', {class: 'tile-value'}, value), h('span', {class: 'tile-note'}, note));
}

/** The newest accuracy there is: at the end, else in the run, else of the base. */
function accuracy(run, metric) {
  const it = run.overview;
  if (it.after?.[metric] !== undefined) {
    return [it.after[metric], 'at the end'];
  }
  const measured = run.metrics[metric]?.mean ?? [];
  for (let at = measured.length - 1; at >= 0; at--) {
    if (measured[at] !== null) {
      return [measured[at], `in round ${whole(run.steps[at])}`];
    }
  }
  return [it.before[metric], 'the base'];
}

function tiles(run) {
  const it = run.overview;
  const last = it.newest;
  const [greedy, when] = accuracy(run, 'eval/greedy');
  const base = it.before['eval/greedy'];
  return [
    tile('Held-out accuracy', percent(greedy),
      base === undefined ? 'not measured yet' : when === 'the base' ? 'greedy, the base' : `greedy, ${when}; base ${percent(base)}`),
    tile('Labels right', percent(last['probe/labelAccuracy']), `${percent(last['verifier/labelled'])} of problems labelled`),
    tile('Majority share', percent(last['verifier/majorityShare']), `${percent(last['verifier/mixed'])} mixed, vote entropy ${number(last['verifier/voteEntropy'])}`),
    tile('Proposals asked', percent(last['proposer/distinct']), `${percent(last['proposer/valid'])} readable, ${percent(last['proposer/duplicate'])} posed before`),
    tile('Solver divergence', number(last['solver/kl']), `nats a token; entropy ${number(last['solver/entropy'])}`),
    tile('Round', seconds(last['time/round']), `${number(last['tokens/perSecond'])} tokens/s, policy version ${number(last.policyVersion)}`),
  ];
}

function guards(it) {
  if (it.guards.length === 0) {
    return h('p', {class: 'help'}, 'No guard is on.');
  }
  const newest = it.marks.slice(-3).reverse();
  return [
    h('table', {class: 'guards'}, h('tbody', {}, it.guards.map(guard => {
      const count = it.marks.filter(mark => mark.guard === guard.name).length;
      return h('tr', {class: count > 0 ? 'alarmed' : ''},
        h('th', {scope: 'row'}, guard.name),
        h('td', {}, `${guard.metric} ${guard.rule}`),
        h('td', {}, guard.action),
        h('td', {}, count === 0 ? 'quiet' : plural(count, 'alarm', 'alarms')));
    }))),
    newest.length === 0 ? null : h('ul', {class: 'alarms'}, newest.map(mark =>
      h('li', {}, `Round ${whole(mark.step)}, ${mark.guard} (${mark.action}): ${mark.message}`))),
  ];
}

const COMPARED = [
  ['eval/greedy', 'Greedy', 'share'], ['eval/majority', 'Majority vote', 'share'],
];

function comparison(runs) {
  const head = ['Run', 'State', 'Rounds', 'Reward', 'Seed',
    ...COMPARED.flatMap(([, name]) => [`${name}, base`, `${name}, now`]), 'Labels right', 'Solver KL', 'Round'];
  return h('div', {class: 'card scroll', tabindex: 0}, h('table', {class: 'comparison'},
    h('thead', {}, h('tr', {}, head.map(name => h('th', {scope: 'col'}, name)))),
    h('tbody', {}, runs.map((run, at) => {
      const it = run.overview;
      return h('tr', {},
        h('th', {scope: 'row'}, h('span', {class: `dot c${1 + at % 8}`}), it.name),
        h('td', {}, pill(it.status.kind)),
        h('td', {}, it.steps > 0 ? `${whole(it.step)} of ${whole(it.steps)}` : whole(it.step)),
        h('td', {}, it.facts.Reward ?? ''), h('td', {}, it.facts.Seed ?? ''),
        COMPARED.flatMap(([metric, , unit]) => [
          h('td', {}, inUnit(it.before[metric], unit)), h('td', {}, inUnit(accuracy(run, metric)[0], unit))]),
        h('td', {}, percent(it.newest['probe/labelAccuracy'])),
        h('td', {}, number(it.newest['solver/kl'])),
        h('td', {}, seconds(it.newest['time/round'])));
    }))));
}
