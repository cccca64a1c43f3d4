// Which tokens matter for an answer.
import * as api from './api.js';
import { choice, filled, h } from './dom.js';
import { csv } from './exports.js';
import { fixed, percent, spelling } from './format.js';
import { labels, letter, models, task } from './store.js';
import { legend, tokenLine } from './tokens.js';
import { wish } from './wishes.js';

export const METHODS = {
  'integrated-gradients': 'Integrated gradients',
  'gradient-times-input': 'Gradient × input',
  'gradient-norm': 'Gradient norm',
  lime: 'LIME',
};
const setting = { method: 'integrated-gradients', label: '', numbers: false, token: null, text: null };

/** The token of `texts` that is asked about where each has its label; null for the first. */
export const askedToken = (texts) => (setting.text === texts.text ? setting.token : null);

/** What each model answers; one that cannot says why in its place. */
export const ofEach = (ask) => Promise.all(models().map((model, index) => ask(index).catch((error) => ({ problem: error.message }))));

export function heading(model) {
  return letter(model) ? [h('h3', {}, h('span', { class: 'badge' }, letter(model)), ` ${models()[model].name}`)] : [];
}

/** Says in a model's place why it cannot answer. */
export const failed = (model, found) => h('div', { class: 'card' }, ...heading(model), h('p', { class: 'failure', role: 'alert' }, found.problem));

/** One model's tokens with their scores. */
export function block(model, found, pick) {
  if (found.problem) return failed(model, found);
  const largest = Math.max(...found.scores.map(Math.abs), 0);
  const signs = found.scores.some((score) => score < 0);
  const where = found.token < 0 ? '' : ` of “${spelling(found.tokens[found.token]).text}”`;
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
    const asking = wish();
    last = await ofEach((model) => api.salience({
      model, ...texts, label: setting.label, token: askedToken(texts), method: setting.method }, asking));
    return draw();
  });
  const draw = () => last.map((found, model) => block(model, found, task() === 'tokens' ? (token) => {
    setting.token = token;
    setting.text = texts.text;
    ask();
  } : null));
  if (!labels().includes(setting.label)) setting.label = '';
  const offered = [['', 'predicted'], ...labels().map((label) => [label, label])];
  const numbers = h('input', { type: 'checkbox', checked: setting.numbers, onchange: () => {
    setting.numbers = numbers.checked;
    if (last.length) place.replaceChildren(...draw());
  } });
  const save = h('button', { type: 'button', id: 'save-salience', onclick: () => csv(`salience-line-${row.line}.csv`,
    ['model', 'method', 'label', 'token', 'score'],
    last.flatMap((found, model) => (found.tokens ?? []).map((token, index) => [models()[model].name, found.method, found.label, token, found.scores[index]]))) }, 'Save as CSV');
  content.replaceChildren(h('div', { class: 'stack' },
    h('div', { class: 'bar' },
      choice('Method', Object.entries(METHODS), setting.method, (value) => { setting.method = value; ask(); }),
      ...(task() === 'regression' && offered.length < 3 ? [] : [choice('Of', offered, setting.label, (value) => { setting.label = value; ask(); })]),
      h('label', {}, numbers, 'Numbers'), save),
    ...(task() === 'tokens' ? [h('p', { class: 'quiet' }, 'Click a token to ask about its label.')] : []),
    place));
  ask();
}
