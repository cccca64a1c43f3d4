// Examples of which a model makes similar vectors.
import * as api from './api.js';
import { filled, h } from './dom.js';
import { fixed } from './format.js';
import { failed, heading, ofEach } from './salience.js';
import { choose, complete, emit, show, store } from './store.js';
import { wish } from './wishes.js';

function list(model, found, row) {
  if (found.problem) return failed(model, found);
  const others = found.filter((each) => each.row !== row.i).slice(0, 10);
  return h('div', { class: 'card stack' }, ...heading(model), h('div', { class: 'wide' }, h('table', { class: 'plain' },
    h('thead', {}, h('tr', {}, ...['Cosine', 'Text', 'Label', 'Prediction'].map((name) => h('th', { scope: 'col' }, name)))),
    h('tbody', {}, ...others.map((each) => {
      const other = store.rows[each.row];
      return h('tr', {}, h('td', { class: 'number' }, fixed(each.cosine)),
        h('td', {}, h('button', { type: 'button', class: 'link', onclick: () => show(other) }, other.text), ...(other.pair ? [h('div', { class: 'quiet' }, other.pair)] : [])),
        h('td', {}, other.label), h('td', {}, other.p[model].o));
    })))),
    h('div', {}, h('button', { type: 'button', onclick: () => {
      choose(`near line ${row.line}`, [row.i, ...others.map((each) => each.row)]);
      emit('open-view', 'table');
    } }, 'Show them in the table')));
}

export function neighboursView(content, texts, row) {
  const place = h('div', { class: 'stack' });
  content.replaceChildren(place);
  if (!complete()) {
    place.replaceChildren(h('p', { class: 'waiting' }, 'The neighbours come when the models were asked about every row.'));
    return;
  }
  filled(place)(async () => {
    const asking = wish();
    const found = await ofEach((model) => api.neighbours({ model, ...texts }, asking));
    return found.map((each, model) => list(model, each, row));
  });
}
