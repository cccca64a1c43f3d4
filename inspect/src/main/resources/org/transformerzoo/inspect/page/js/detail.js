// One example beside the views: its texts to edit, the answers, and why.
import { mountAnswers } from './answers.js';
import * as api from './api.js';
import { attentionView } from './attention.js';
import { changesView } from './changes.js';
import { h, tabs } from './dom.js';
import { neighboursView } from './neighbours.js';
import { salienceView } from './salience.js';
import { emit, on, show, store } from './store.js';
import { shownRows } from './table.js';
import { wish } from './wishes.js';

const VIEWS = [
  ['Salience', salienceView],
  ['Attention', attentionView],
  ['Neighbours', neighboursView],
  ['Changes', changesView],
];

/** The row that stands `step` further in the table. */
function further(step) {
  const rows = shownRows();
  const at = rows.findIndex((row) => row.i === store.current?.i);
  const next = rows[at < 0 ? 0 : at + step];
  if (next) show(next);
}

function close() {
  store.current = null;
  emit('current', null);
  emit('focus-table');
}

function field(id, name, value, changed) {
  const area = h('textarea', { id, rows: 2, dir: 'auto', spellcheck: 'false', oninput: changed });
  area.value = value;
  return { area, box: h('div', { class: 'fieldset' }, h('label', { for: id }, name), area) };
}

function build(aside, row) {
  let open = 0;
  let typed;
  const content = h('div', { id: 'why', role: 'tabpanel', 'aria-labelledby': 'why-0' });
  const answers = h('div', { id: 'answers' });
  const texts = () => ({ text: first.area.value, pair: second ? second.area.value : null });
  const why = () => VIEWS[open][1](content, texts(), row);
  const changed = () => {
    clearTimeout(typed);
    typed = setTimeout(() => {
      if (!content.isConnected) return; // another row is shown by now
      update(texts());
      why();
    }, 350);
  };
  const first = field('edit-text', 'Text', row.text, changed);
  const second = row.pair === null ? null : field('edit-pair', 'Second text', row.pair, changed);
  const update = mountAnswers(answers, row);
  const buttons = VIEWS.map(([name], index) => h('button', {
    type: 'button', role: 'tab', id: `why-${index}`, 'aria-controls': 'why', 'aria-selected': String(index === 0), tabindex: index ? '-1' : '0',
  }, name));
  tabs(buttons, (index) => {
    open = index;
    content.setAttribute('aria-labelledby', `why-${index}`);
    why();
  });
  const reset = h('button', { type: 'button', id: 'reset', onclick: () => {
    first.area.value = row.text;
    if (second) second.area.value = row.pair;
    update(texts());
    why();
  } }, 'Undo the edits');
  const title = h('h2', { tabindex: '-1', id: 'example' }, `Line ${row.line}`);
  aside.replaceChildren(
    h('div', { class: 'example-head' }, title,
      h('button', { type: 'button', 'aria-label': 'The row above', onclick: () => further(-1) }, '↑'),
      h('button', { type: 'button', 'aria-label': 'The row below', onclick: () => further(1) }, '↓'),
      h('button', { type: 'button', 'aria-label': 'Close the example', id: 'close', onclick: close }, '✕')),
    first.box, ...(second ? [second.box] : []),
    h('div', { class: 'bar' }, h('span', { class: 'quiet grow' }, 'Edit the text and the answers follow.'), reset),
    answers,
    h('div', { class: 'subtabs', role: 'tablist', 'aria-label': 'Why' }, ...buttons),
    content);
  aside.hidden = false;
  why();
  return () => { if (VIEWS[open][1] === neighboursView) why(); }; // which waits for all rows
}

export function mountDetail(aside) {
  let refresh = () => {};
  on('current', (row) => {
    if (row) {
      refresh = build(aside, row);
    } else if (!aside.hidden) {
      aside.hidden = true;
      aside.replaceChildren();
      refresh = () => {};
      api.unwanted(wish()).catch(() => {}); // nothing depends on it
    }
  });
  on('complete', () => refresh());
  on('focus-detail', () => aside.querySelector('#example')?.focus());
  aside.addEventListener('keydown', (event) => { if (event.key === 'Escape') close(); });
}
