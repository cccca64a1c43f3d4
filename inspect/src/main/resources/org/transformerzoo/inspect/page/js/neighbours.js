// Examples of which a model makes similar vectors.
import * as api from './api.js';
import { filled, h } from './dom.js';
import { fixed } from './format.js';
import { heading } from './salience.js';
import { choose, emit, models, show, store } from './store.js';

function list(model, found, row) {
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
  filled(place)(async () => {
    const found = await Promise.all(models().map((model, index) => api.neighbours({ model: index, ...texts })));
    return found.map((each, model) => list(model, each, row));
  });
}
