/* How does something get onto the page? Words of documents only ever as text. */

const SVG = 'http://www.w3.org/2000/svg';

/** An element with attributes, listeners (`onclick`) and children; strings become text. */
function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || (value === false && !name.startsWith('aria-'))) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true && !name.startsWith('aria-') ? '' : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

const byId = (id) => document.getElementById(id);

/** Replaces what is in a part of the page. */
function put(id, ...children) {
  const part = byId(id);
  part.replaceChildren(...children.flat(Infinity).filter((child) => child));
  return part;
}

/** A number that opens the mentions behind it. */
function opener(shown, raw, key, open, label) {
  const attributes = { type: 'button', class: 'number', 'data-key': key, 'data-value': raw, 'aria-label': label ?? t('mentions_of', { n: shown }) };
  return el('button', { ...attributes, onclick: open }, shown);
}

/** The same inside a drawing: Enter and space do what a click does. */
function pressable(attributes, act) {
  const press = (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    act(event);
  };
  return { role: 'button', tabindex: 0, ...attributes, onclick: act, onkeydown: press };
}

/** Draws anew, and leaves the focus where it was. */
function keepingFocus(draw) {
  const key = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.key : null;
  draw();
  if (!key || document.activeElement.dataset.key === key) return;
  const again = [...document.querySelectorAll('[data-key]')].find((element) => element.dataset.key === key);
  if (again) again.focus({ preventScroll: true });
}

/** A table twin or list that is too long to show at once. */
const unfolded = new Set();

function folding(id, rows, most, redraw) {
  const all = unfolded.has(id);
  const shown = all ? rows : rows.slice(0, most);
  const turn = () => {
    if (!unfolded.delete(id)) unfolded.add(id);
    redraw();
  };
  const word = all ? t('show_less') : t('show_all', { n: number(rows.length) });
  const button = rows.length > most ? el('button', { type: 'button', class: 'plain more', 'data-key': `more-${id}`, onclick: turn }, word) : null;
  return [shown, button];
}
