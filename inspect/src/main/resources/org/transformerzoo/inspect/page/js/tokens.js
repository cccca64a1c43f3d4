// A text as tokens, each with how much it matters.
import { h } from './dom.js';
import { signed, spelling } from './format.js';

/** One tab stop for all, arrow keys from one to the next. */
function walk(line) {
  line.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = [...line.children].indexOf(document.activeElement);
    const next = step && at >= 0 ? line.children[at + step] : null;
    if (!next) return;
    event.preventDefault();
    document.activeElement.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}

function token(text, score, largest, special, numbers, read) {
  const share = largest > 0 ? Math.abs(score) / largest : 0;
  const { text: word, begins } = spelling(text);
  const side = score < 0 ? 'against' : 'for';
  const element = h('button', {
    type: 'button', class: `token${special ? ' special' : ''}${begins ? ' begins' : ''}`, tabindex: '-1',
    'aria-label': `${word}: ${signed(score, 4)}`, onfocus: read, onmouseenter: read,
  }, h('span', {}, word));
  element.style.backgroundColor = `rgba(var(--${side}), ${(0.5 * share).toFixed(3)})`;
  const gauge = h('span', { class: `gauge ${side}` });
  gauge.style.width = `${Math.round(100 * share)}%`;
  if (score !== 0) element.append(gauge);
  if (numbers && !special) element.append(h('small', {}, signed(score, 2)));
  return element;
}

/** Tokens with scores; `pick` is told the place of one that is clicked. */
export function tokenLine(tokens, special, scores, numbers, pick) {
  const largest = Math.max(...scores.map(Math.abs), 0);
  const readout = h('p', { class: 'readout quiet', 'aria-live': 'polite' }, 'Point at a token, or use the arrow keys, for its number.');
  const line = h('div', { class: 'tokens', role: 'group', 'aria-label': 'Tokens' });
  tokens.forEach((text, index) => {
    const read = () => { readout.textContent = `${spelling(text).text} ${signed(scores[index], 4)}`; };
    const element = token(text, scores[index], largest, special[index], numbers, read);
    if (pick) element.addEventListener('click', () => pick(index));
    line.append(element);
  });
  if (line.firstElementChild) line.firstElementChild.tabIndex = 0;
  walk(line);
  return [line, readout];
}

export function legend(label, largest, signs) {
  return h('div', { class: 'legend' },
    h('span', {}, h('i', { class: 'for' }), signs ? `speaks for ${label}, up to ${largest.toFixed(3)}` : `matters for ${label}, up to ${largest.toFixed(3)}`),
    ...(signs ? [h('span', {}, h('i', { class: 'against' }), `dotted: speaks against ${label}`)] : []));
}
