// Which metrics are drawn where, in which order, and what they say.

/**
 * unit: "share" (0 to 1, shown in percent; small: the axis ends where the curve does), "seconds", or nothing. lines: [metric, name], or a
 * pattern whose first group is the name. only: where comparing runs, these metrics alone.
 */
export const PANELS = [
  {
    id: 'accuracy', title: 'Held-out accuracy and label accuracy', unit: 'share', wide: true,
    help: 'Accuracy on held-out problems, from the base at round 0 on, beside the share of the '
      + 'labels (majority answers) that are right. Truth is reported; it steers nothing.',
    lines: [['eval/greedy', 'greedy'], ['eval/sampled', 'sampled'], ['eval/majority', 'majority vote'],
      ['eval/pass', 'at least one right'], ['probe/labelAccuracy', 'labels that are right'],
      ['probe/rewardAccuracy', 'rewards that are right']],
    only: ['eval/greedy', 'probe/labelAccuracy'],
  },
  {
    id: 'refused', title: 'Proposals', unit: 'share', refusals: true,
    help: 'How many proposals can be read, how many of those were posed before, and how many are '
      + 'left to be asked.',
    lines: [['proposer/distinct', 'asked'], ['proposer/valid', 'readable'],
      ['proposer/duplicate', 'posed before']],
    only: ['proposer/distinct'],
  },
  {
    id: 'agreement', title: 'Agreement of the answers', unit: 'share',
    help: 'Share of the answers that the most frequent answer has; problems with a label; problems '
      + 'whose answers are rewarded differently, from which there is something to learn.',
    lines: [['verifier/majorityShare', 'majority share'], ['verifier/labelled', 'labelled'],
      ['verifier/mixed', 'mixed']],
    only: ['verifier/majorityShare', 'verifier/mixed'],
  },
  {
    id: 'vote-entropy', title: 'Vote entropy', unit: 'nats',
    help: 'Entropy of the answers to a problem. At 0 all answers are the same, right or wrong, and '
      + 'nothing is left to learn from.',
    lines: [['verifier/voteEntropy', 'vote entropy']],
  },
  {
    id: 'reward', title: 'Reward by role', unit: '',
    help: 'Mean reward of what was scored.',
    lines: [['proposer/reward', 'proposer'], ['solver/reward', 'solver']],
  },
  {
    id: 'entropy', title: 'Entropy by role', unit: 'nats a token',
    help: 'Entropy of the policy where it writes. A fall to 0 is a policy that has stopped to explore.',
    lines: [['proposer/entropy', 'proposer'], ['solver/entropy', 'solver']],
  },
  {
    id: 'kl', title: 'Divergence from the base by role', unit: 'nats a token',
    help: 'KL divergence from the base model.',
    lines: [['proposer/kl', 'proposer'], ['solver/kl', 'solver']],
  },
  {
    id: 'formats', title: 'Formats of the answers', unit: 'share', stack: true,
    help: 'The form in which answers are given, as shares of all answers.',
    pattern: /^format\/(?!dominant$)(.+)$/,
    only: ['format/dominant'],
  },
  {
    id: 'length', title: 'Length of the answers', unit: 'tokens',
    help: 'Mean number of tokens.',
    lines: [['solver/length', 'tokens an answer']],
  },
  {
    id: 'cut', title: 'Truncated answers', unit: 'share', small: true,
    help: 'Share of the answers that were cut off at the token limit.',
    lines: [['solver/truncated', 'truncated']],
  },
  {
    id: 'time', title: 'Time by phase', unit: 'seconds', stack: true,
    help: 'Seconds of a round.',
    pattern: /^time\/(?!round$|evaluate$)(.+)$/,
    only: ['time/round'],
  },
  {
    id: 'speed', title: 'Tokens per second', unit: '',
    help: 'Tokens written per second of writing.',
    lines: [['tokens/perSecond', 'tokens per second']],
  },
  {
    id: 'loss', title: 'Loss', unit: '', help: 'Loss of the policy update.',
    lines: [['learn/loss', 'loss']],
  },
  {
    id: 'gradient', title: 'Gradient norm', unit: '', help: 'Global norm before clipping.',
    lines: [['learn/gradNorm', 'gradient norm']],
  },
  {
    id: 'clip', title: 'Clipped tokens', unit: 'share', small: true,
    help: 'Share of the tokens whose probability ratio was clipped.',
    lines: [['learn/clipFraction', 'clipped']],
  },
  {
    id: 'rate', title: 'Learning rate', unit: '', help: 'Learning rate of the round.',
    lines: [['learn/rate', 'learning rate']],
  },
];

const HIDDEN = /^(policyVersion|eval\/forced\/|time\/)/;

/** The lines of a panel for the metrics that there are: [metric, name]. */
export function linesOf(panel, names, comparing) {
  const lines = panel.pattern
    ? [...names].sort().filter(name => panel.pattern.test(name))
      .map(name => [name, panel.pattern.exec(name)[1]])
    : panel.lines.filter(([name]) => names.has(name));
  if (!comparing || !panel.only) {
    return lines;
  }
  return panel.only.filter(name => names.has(name))
    .map(name => lines.find(line => line[0] === name) ?? [name, name]);
}

/** A panel for each metric that no other panel shows. */
export function otherPanels(names) {
  const shown = new Set(PANELS.flatMap(panel => linesOf(panel, names, false).map(line => line[0])));
  PANELS.forEach(panel => (panel.only ?? []).forEach(name => shown.add(name)));
  return [...names].filter(name => !shown.has(name) && !HIDDEN.test(name)).sort().slice(0, 60)
    .map(name => ({
      id: `other-${name}`, title: name, unit: '', help: '', lines: [[name, name]],
    }));
}
