// Which tokens matter for an answer.
import * as api from './api.js';
import { choice, filled, h } from './dom.js';
import { csv } from './exports.js';
import { fixed, percent } from './format.js';
import { letter, models, task } from './store.js';
import { legend, tokenLine } from './tokens.js';

export const METHODS = {
  'integrated-gradients': 'Integrated gradients',
  'gradient-times-input': 'Gradient × input',
  'gradient-norm': 'Gradient norm',
  lime: 'LIME',
};
const setting = { method: 'integrated-gradients', label: '', numbers: false, token: null };

/** The token that is asked about where each has its label: the first of the text to begin with. */
export const askedToken = () => (task() === 'tokens' ? setting.token ?? 1 : null);

export function heading(model) {
  return letter(model) ? [h('h3', {}, h('span', { class: 'badge' }, letter(model)), ` ${models()[model].name}`)] : [];
}

/** One model's tokens with their scores. */
export function block(model, found, pick) {
  const largest = Math.max(...found.scores.map(Math.abs), 0);
  const signs = found.scores.some((score) => score < 0);
  const where = task() === 'tokens' ? ` of “${found.tokens[askedToken()] ?? ''}”` : '';
  const error = found.completenessError === null ? '' : `; completeness error ${percent(found.completenessError)}`;
  const lines = tokenLine(found.tokens, found.special, found.scores, setting.numbers, pick);
  return h('div', { class: 'card' }, ...heading(model),
    h('p', { class: 'quiet' }, task() === 'regression' ? 'Value ' : 'Logit ', h('b', {}, fixed(found.output)), ` for ${found.label}${where}${error}`),
    ...lines, legend(`“${found.label}”`, largest, signs));
}

export function salienceView(content, texts, row) {
  const place = h('div', { class: 'stack' });
  const fill = filled(place);
  let last = [];
  const ask = () => fill(async () => {
    last = await Promise.all(models().map((model, index) => api.salience({
      model: index, ...texts, label: setting.label, token: askedToken(), method: setting.method })));
    return draw();
  });
  const draw = () => last.map((found, model) => block(model, found, task() === 'tokens' ? (token) => {
    setting.token = token;
    ask();
  } : null));
  if (setting.label && !models()[0].labels.includes(setting.label)) setting.label = '';
  const labels = [['', 'predicted'], ...models()[0].labels.map((label) => [label, label])];
  const numbers = h('input', { type: 'checkbox', checked: setting.numbers, onchange: () => {
    setting.numbers = numbers.checked;
    if (last.length) place.replaceChildren(...draw());
  } });
  const save = h('button', { type: 'button', id: 'save-salience', onclick: () => csv(`salience-line-${row.line}.csv`,
    ['model', 'method', 'label', 'token', 'score'],
    last.flatMap((found, model) => found.tokens.map((token, index) => [models()[model].name, found.method, found.label, token, found.scores[index]]))) }, 'Save as CSV');
  content.replaceChildren(h('div', { class: 'stack' },
    h('div', { class: 'bar' },
      choice('Method', Object.entries(METHODS), setting.method, (value) => { setting.method = value; ask(); }),
      ...(task() === 'regression' && labels.length < 3 ? [] : [choice('Of', labels, setting.label, (value) => { setting.label = value; ask(); })]),
      h('label', {}, numbers, 'Numbers'), save),
    ...(task() === 'tokens' ? [h('p', { class: 'quiet' }, 'Click a token to ask about its label.')] : []),
    place));
  ask();
}
