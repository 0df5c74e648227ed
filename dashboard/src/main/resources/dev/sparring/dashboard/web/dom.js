// Makes elements. Text goes in as text nodes only; nothing here or elsewhere parses markup.

/** An element: properties that begin with "on" are listeners, others are attributes. */
export function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) {
      continue;
    } else if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined));
  return element;
}

// What cannot be seen, or turns the order of other characters: controls, formats (bidi, zero width),
// halves of surrogate pairs, private characters, and the separators of lines and paragraphs.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;
const PARTS = /([\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}])/u;

/** A text of a model or of a log: what cannot be seen is written as an escape. */
export function visible(text) {
  const fragment = document.createDocumentFragment();
  if (!UNSEEN.test(text)) {
    fragment.append(text);
    return fragment;
  }
  for (const part of text.split(PARTS)) {
    if (part === '\n' || part === '\t') {
      fragment.append(part);
    } else if (part !== '' && UNSEEN.test(part) && [...part].length === 1) {
      const code = part.codePointAt(0).toString(16).padStart(4, '0');
      fragment.append(h('span', {class: 'escape', title: 'a character that cannot be seen'}, `\\u${code}`));
    } else {
      fragment.append(part);
    }
  }
  return fragment;
}

/** A text of a model in an element of its own, so that its direction stays inside. */
export function model(text, tag = 'span') {
  return h(tag, {class: 'model', dir: 'auto'}, visible(text));
}

/** Replaces what an element holds. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter(child => child !== null && child !== undefined));
  return element;
}

/** Says something to screen readers. */
export function announce(text) {
  document.getElementById('announce').textContent = text;
}
