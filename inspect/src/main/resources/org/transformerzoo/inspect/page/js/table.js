// The data set as a table.
import { TabulatorFull as Tabulator } from '../lib/tabulator/tabulator_esm.min.js';
import { columns, flat } from './columns.js';
import { h } from './dom.js';
import { csv } from './exports.js';
import { count } from './format.js';
import { hiddenFilters } from './hidden.js';
import { choose, compared, emit, models, on, show, store, task } from './store.js';

let table = null;
let ready = Promise.resolve();
let here = null; // the row that the arrow keys are at

const FILTERS = {
  all: ['All', () => true],
  wrong: ['Wrong', (row) => row.p.some((answer) => answer.right !== null && answer.right < 1)],
  differ: ['A and B differ', (row) => row.p[0].o !== row.p[1].o],
  fixed: ['Only B right', (row) => row.p[0].right !== 1 && row.p[1].right === 1],
  broken: ['Only A right', (row) => row.p[0].right === 1 && row.p[1].right !== 1],
};

function offered() {
  const right = store.state.data.labelled && task() !== 'regression';
  return ['all', ...(right ? ['wrong'] : []), ...(compared() ? ['differ'] : []),
    ...(compared() && right ? ['fixed', 'broken'] : [])];
}

function passes(cells) {
  const row = store.rows[cells.id];
  if (store.chosen && !store.chosen.rows.has(row.i)) return false;
  if (!FILTERS[store.quick][1](row)) return false;
  const wanted = store.search.toLowerCase();
  return wanted === '' || row.text.toLowerCase().includes(wanted)
    || (row.pair ?? '').toLowerCase().includes(wanted) || row.label.toLowerCase().includes(wanted);
}

/** The places of the rows that are shown, in their order. */
export const shownRows = () => (table ? table.getData('active').map((cells) => store.rows[cells.id]) : []);

function mark(row) {
  const holder = table.element.querySelector('.tabulator-tableholder');
  here?.getElement?.()?.classList.remove('here');
  here = row || null;
  if (!here) return holder.removeAttribute('aria-activedescendant');
  const element = here.getElement();
  element.classList.add('here');
  element.id ||= `row-${here.getData().id}`;
  holder.setAttribute('aria-activedescendant', element.id);
  return undefined;
}

async function move(step) {
  const rows = table.getRows('active');
  if (rows.length === 0) return;
  const at = here ? rows.findIndex((row) => row.getData().id === here.getData().id) : -1;
  const next = at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + step));
  await table.scrollToRow(rows[next], 'nearest', false).catch(() => undefined);
  mark(rows[next]);
}

function keys(event) {
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 15, PageUp: -15, Home: -1e9, End: 1e9 };
  if (event.key in steps) {
    event.preventDefault();
    move(steps[event.key]);
  } else if ((event.key === 'Enter' || event.key === ' ') && here) {
    event.preventDefault();
    show(store.rows[here.getData().id]);
    emit('focus-detail');
  }
}

/** Gives the columns their room again when a scroll bar comes or goes beside the rows. */
function keepWidths(built, box) {
  let tall = null;
  built.on('renderComplete', () => {
    const holder = box.querySelector('.tabulator-tableholder');
    const now = holder.scrollHeight > holder.clientHeight;
    if (now === tall) return;
    tall = now;
    built.redraw();
  });
}

function build(box, status, hidden) {
  hidden.leave();
  table?.destroy();
  here = null;
  table = new Tabulator(box, {
    columns: columns(),
    data: store.rows.map(flat),
    index: 'id',
    height: '100%',
    rowHeight: 34,
    layout: 'fitColumns',
    responsiveLayout: 'hide',
    columnDefaults: { headerHozAlign: 'left' },
    placeholder: 'No row passes the filters',
    rowFormatter: (row) => {
      const { id } = row.getData();
      row.getElement().classList.toggle('shown', store.current?.i === id);
      row.getElement().classList.toggle('here', here?.getData().id === id);
    },
  });
  const built = table;
  ready = new Promise((done) => built.on('tableBuilt', done)).then(() => {
    if (built !== table) return;
    keepWidths(table, box);
    table.setFilter(passes);
    hidden.follow(table);
    const holder = box.querySelector('.tabulator-tableholder');
    holder.tabIndex = 0;
    holder.setAttribute('aria-label', 'Rows; arrow keys move, Enter opens one');
    holder.addEventListener('keydown', keys);
  });
  table.on('rowClick', (event, row) => {
    mark(row);
    show(store.rows[row.getData().id]);
  });
  table.on('dataFiltered', (filters, rows) => {
    status.textContent = rows.length === store.rows.length
      ? `${count(rows.length)} rows`
      : `${count(rows.length)} of ${count(store.rows.length)} rows`;
    box.dataset.shown = rows.length;
    hidden.count();
  });
}

function exportRows() {
  const { data } = store.state;
  const many = task() === 'tokens' ? [] : null;
  const header = ['line', 'text', 'second text', 'label', ...models().flatMap((model) => [
    `${model.name} prediction`, ...(many ?? model.labels.map((label) => `${model.name} ${label}`)),
    `${model.name} right`]), ...data.columns];
  const rows = shownRows().map((row) => [row.line, row.text, row.pair, row.label,
    ...row.p.flatMap((answer) => [answer.o, ...(many ?? answer.s), answer.right]), ...row.values]);
  csv('rows.csv', header, rows);
}

export function mountTable(section) {
  const search = h('input', { type: 'search', class: 'grow', id: 'search', 'aria-label': 'Search texts and labels', placeholder: 'Search texts and labels' });
  const quick = h('div', { class: 'bar', role: 'group', 'aria-label': 'Ready filters' });
  const chosen = h('span', { class: 'chip', hidden: true });
  const status = h('span', { class: 'quiet number', role: 'status', id: 'shown' });
  const save = h('button', { type: 'button', id: 'save-rows', onclick: exportRows }, 'Save as CSV');
  const hidden = hiddenFilters();
  const clear = h('button', { type: 'button', id: 'clear', onclick: () => {
    search.value = '';
    store.search = '';
    store.quick = 'all';
    table?.clearHeaderFilter();
    hidden.update();
    choose(null, null);
  } }, 'Clear filters');
  const box = h('div', { class: 'data', id: 'rows' });
  section.append(h('div', { class: 'bar' }, search, quick, clear, save), h('div', { class: 'bar' }, status, chosen), hidden.box, box);

  const apply = () => {
    [...quick.children].forEach((button) => button.setAttribute('aria-pressed', String(button.dataset.quick === store.quick)));
    chosen.hidden = !store.chosen;
    chosen.replaceChildren(...(store.chosen ? [`${store.chosen.name}: ${count(store.chosen.rows.size)} rows`,
      h('button', { type: 'button', 'aria-label': 'Show other rows again', onclick: () => choose(null, null) }, '×')] : []));
    ready.then(() => table?.refreshFilter());
  };
  let typed;
  search.addEventListener('input', () => {
    clearTimeout(typed);
    typed = setTimeout(() => {
      store.search = search.value;
      apply();
    }, 120);
  });
  on('data', () => {
    store.quick = 'all';
    quick.replaceChildren(...offered().map((name) => h('button', {
      type: 'button', 'data-quick': name, 'aria-pressed': String(name === 'all'), onclick: () => {
        store.quick = name;
        apply();
      } }, FILTERS[name][0])));
    build(box, status, hidden);
    apply();
  });
  on('rows', (rows) => {
    const built = table;
    const cells = rows.map(flat);
    ready = ready.then(() => (built === table ? table.addData(cells) : undefined));
  });
  on('filter', apply);
  on('current', (row) => ready.then(() => {
    box.querySelectorAll('.tabulator-row.shown').forEach((element) => element.classList.remove('shown'));
    const shown = row && table?.getRow(row.i);
    if (shown) {
      shown.getElement().classList.add('shown');
      mark(shown);
    }
  }));
  on('view', (view) => { if (view === 'table') ready.then(() => table?.redraw()); });
  on('focus-table', () => box.querySelector('.tabulator-tableholder')?.focus());
}
