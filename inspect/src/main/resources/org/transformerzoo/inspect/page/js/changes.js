// What would change a model's mind.
import * as api from './api.js';
import { filled, h } from './dom.js';
import { fixed, signed, spelling } from './format.js';
import { askedToken, block, failed, heading, ofEach } from './salience.js';
import { wish } from './wishes.js';

function flips(model, found) {
  if (found.problem) return failed(model, found);
  return h('div', { class: 'card stack' }, ...heading(model),
    h('p', { class: 'quiet' }, `One token in place of another, where the gradient says that it lowers the ${fixed(found.output)} for “${found.label}” most (HotFlip); each was tried.`),
    h('div', { class: 'wide' }, h('table', { class: 'plain' },
      h('thead', {}, h('tr', {}, ...['Token', 'Instead', 'Logit', 'Change'].map((name, index) => h('th', { scope: 'col', class: index > 1 ? 'number' : '' }, name)))),
      h('tbody', {}, ...found.flips.map((flip) => h('tr', {},
        h('td', {}, spelling(flip.token).text), h('td', {}, spelling(flip.other).text),
        h('td', { class: 'number' }, fixed(flip.output)), h('td', { class: 'number' }, signed(flip.change))))))));
}

export function changesView(content, texts) {
  const left = h('div', { class: 'stack' });
  const flipped = h('div', { class: 'stack' });
  content.replaceChildren(h('div', { class: 'stack' },
    h('h3', {}, 'By how much the logit falls without each token'), left,
    h('h3', {}, 'Other tokens'), flipped));
  const asking = wish();
  const ask = (question) => ofEach((model) => question({ model, ...texts, token: askedToken(texts) }, asking));
  filled(left)(async () => (await ask(api.without)).map((found, model) => block(model, found, null)));
  filled(flipped)(async () => (await ask(api.flips)).map((found, model) => flips(model, found)));
}
