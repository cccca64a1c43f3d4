// How good the models are on parts of the data.
import * as api from './api.js';
import { choice, filled, h } from './dom.js';
import { csv } from './exports.js';
import { count, fixed, signed } from './format.js';
import { reports } from './report.js';
import { choose, compared, complete, emit, letter, models, on, store } from './store.js';
import { shownRows } from './table.js';

const setting = { by: 'all', value: '', sort: null };
let found = [];
let selected = 0;

const names = () => Object.keys(found.find((slice) => slice.models[0].labelled > 0)?.models[0].metrics ?? {});

function sorted() {
  if (!setting.sort) return found;
  const [model, name] = setting.sort;
  const value = (slice) => slice.models[model].metrics[name] ?? Infinity;
  return [...found].sort((a, b) => value(a) - value(b));
}

function sortButton(model, name) {
  const mark = letter(model) ? `${letter(model)} ` : '';
  const active = setting.sort?.[0] === model && setting.sort?.[1] === name;
  return h('th', { class: 'number', scope: 'col', 'aria-sort': active ? 'ascending' : 'none' }, h('button', { type: 'button', title: 'The worst first', onclick: () => {
    setting.sort = active ? null : [model, name];
    emit('slices');
  } }, `${mark}${name}${active ? ' ▲' : ''}`));
}

function line(slice) {
  const metrics = names();
  const figure = (model, name) => fixed(slice.models[model].metrics[name] ?? null, 4);
  const cells = models().flatMap((model, index) => metrics.map((name) => h('td', { class: 'number' }, figure(index, name))));
  const differences = compared() ? metrics.map((name) => {
    const [a, b] = slice.models.map((each) => each.metrics[name]);
    return h('td', { class: 'number' }, a === undefined || b === undefined ? '' : signed(b - a, 4));
  }) : [];
  return h('tr', { 'aria-selected': String(found.indexOf(slice) === selected) },
    h('td', {}, h('button', { type: 'button', class: 'link', onclick: () => {
      selected = found.indexOf(slice);
      emit('slices');
    } }, slice.name)),
    h('td', { class: 'number' }, count(slice.rows.length)), ...cells, ...differences);
}

function overview() {
  const metrics = names();
  const head = h('tr', {}, h('th', { scope: 'col' }, 'Slice'), h('th', { class: 'number', scope: 'col' }, 'Rows'),
    ...models().flatMap((model, index) => metrics.map((name) => sortButton(index, name))),
    ...(compared() ? metrics.map((name) => h('th', { class: 'number', scope: 'col' }, `B − A ${name}`)) : []));
  return h('div', { class: 'card wide' }, h('table', { class: 'plain', id: 'slices' }, h('thead', {}, head), h('tbody', {}, ...sorted().map(line))));
}

function save() {
  const metrics = names();
  csv('slices.csv', ['slice', 'rows', ...models().flatMap((model) => metrics.map((name) => `${model.name} ${name}`))],
    found.map((slice) => [slice.name, slice.rows.length, ...slice.models.flatMap((each) => metrics.map((name) => each.metrics[name] ?? ''))]));
}

async function together() {
  if (!compared()) return [];
  const both = await api.comparison();
  return [h('p', { class: 'card', id: 'comparison' },
    `A and B agree on ${count(both.agreeing.length)} rows and differ on ${count(both.differing.length)}; only A is right on ${count(both.onlyFirstRight.length)}, only B on ${count(both.onlySecondRight.length)} `
    + `(McNemar’s exact test: p ${both.sameErrorRate < 0.001 ? '< 0.001' : `= ${fixed(both.sameErrorRate, 3)}`}).`)];
}

export function mountSlices(section) {
  const place = h('div', { class: 'scroll' });
  const fill = filled(place);
  const controls = h('div', { class: 'bar' });
  section.append(controls, place);

  let extra = [];
  let left = 0;
  const draw = () => [...extra, overview(),
    ...(left > 0 ? [h('p', { class: 'quiet' }, `${count(left)} further slices are not shown.`)] : []),
    ...(store.state.data.labelled ? reports(found[selected]) : [h('p', { class: 'quiet' }, 'Without labels there is nothing to compare with.')])];
  const ask = () => fill(async () => {
    const question = { by: setting.by.startsWith('column ') ? 'column' : setting.by, value: setting.value, rows: [] };
    if (question.by === 'column') question.value = setting.by.slice('column '.length);
    if (question.by === 'rows') question.rows = shownRows().map((row) => row.i);
    const answer = await api.slices(question);
    found = answer.slices;
    left = answer.leftOut;
    selected = 0;
    setting.sort = null;
    extra = await together();
    return draw();
  });
  on('slices', () => place.replaceChildren(...draw()));

  const build = () => {
    const part = h('input', { type: 'search', 'aria-label': 'What the texts contain', placeholder: 'words', onchange: () => { setting.value = part.value; ask(); } });
    part.hidden = setting.by !== 'contains';
    part.value = setting.by === 'contains' ? setting.value : '';
    const ways = [['all', 'all rows'], ['label', 'label'], ['predicted', 'prediction'], ['length', 'length in tokens'], ['contains', 'texts that contain…'], ['rows', 'the rows of the table as filtered'],
      ...store.state.data.columns.map((column) => [`column ${column}`, `column ${column}`])];
    controls.replaceChildren(choice('Slices by', ways, setting.by, (value) => {
      setting.by = value;
      part.hidden = value !== 'contains';
      if (value === 'contains') part.focus(); else ask();
    }), part,
    h('button', { type: 'button', onclick: () => {
      if (!found[selected]) return; // it is being computed
      choose(found[selected].name, found[selected].rows);
      emit('open-view', 'table');
    } }, 'Show the slice in the table'),
    h('button', { type: 'button', id: 'save-slices', onclick: save }, 'Save as CSV'));
  };
  const open = () => {
    if (!complete()) {
      controls.replaceChildren();
      place.replaceChildren(h('p', { class: 'waiting' }, 'The slices come when the models were asked about every row.'));
      return;
    }
    build();
    ask();
  };
  on('data', () => {
    Object.assign(setting, { by: 'all', value: '', sort: null });
    if (!section.hidden) open();
  });
  on('complete', () => { if (!section.hidden) open(); });
  on('view', (view) => { if (view === 'slices') open(); });
}
