// The columns of the table.
import { h } from './dom.js';
import { fixed, signed, strength } from './format.js';
import { letter, models, store, task } from './store.js';

const MOST_CHOICES = 40;
const text = (cell) => h('bdi', {}, String(cell.getValue() ?? ''));
const title = (cell) => h('span', {}, cell.getValue());

/** `0.9`, `>0.5`, `<=0.2` or `0.2..0.4` */
export function within(wanted, value) {
  if (value === null || value === undefined) return wanted.trim() === '';
  const range = /^\s*(-?[\d.]+)\s*\.\.\s*(-?[\d.]+)\s*$/.exec(wanted);
  if (range) return value >= Number(range[1]) && value <= Number(range[2]);
  const bound = /^\s*([<>]=?|=)?\s*(-?[\d.]+)\s*$/.exec(wanted);
  if (!bound) return wanted.trim() === '';
  const limit = Number(bound[2]);
  switch (bound[1]) {
    case '<': return value < limit;
    case '<=': return value <= limit;
    case '>': return value > limit;
    case '>=': return value >= limit;
    default: return Math.abs(value - limit) < 0.0005;
  }
}

const contains = (wanted, value) => String(value ?? '').toLowerCase().includes(wanted.toLowerCase());

function input(label, placeholder) {
  return (cell, rendered, success) => h('input', {
    type: 'search',
    'aria-label': label,
    placeholder,
    value: cell.getValue(),
    oninput: (event) => success(event.target.value),
    onkeydown: (event) => event.stopPropagation(),
  });
}

function choose(label, values) {
  return (cell, rendered, success) => {
    const select = h('select', { 'aria-label': label, onchange: () => success(select.value) },
      h('option', { value: '' }, 'any'),
      ...values.map((value) => h('option', { value: JSON.stringify(value) }, value === '' ? '(empty)' : value)));
    select.value = cell.getValue() ?? '';
    return select;
  };
}

function textColumn(name, field, more) {
  return {
    title: name, field, formatter: text, headerFilter: input(`Filter ${name}`, 'contains'),
    headerFilterFunc: contains, headerFilterLiveFilter: false, headerFilterPlaceholder: 'contains', ...more,
  };
}

function numberColumn(name, field, digits, more) {
  return {
    title: name, field, hozAlign: 'right', cssClass: 'number',
    formatter: (cell) => h('span', {}, fixed(cell.getValue(), digits)),
    headerFilter: input(`Filter ${name}`, '>0.5'), headerFilterFunc: within, headerFilterLiveFilter: false,
    headerFilterPlaceholder: '>0.5', sorter: 'number', width: 100, ...more,
  };
}

/** A choice among values where they are known, else what the text contains. */
function valueColumn(name, field, values, more) {
  if (values.length === 0) return textColumn(name, field, more);
  return {
    ...textColumn(name, field, more),
    headerFilter: choose(`Filter ${name}`, values),
    headerFilterFunc: (wanted, value) => wanted === '' || JSON.parse(wanted) === (value ?? ''),
  };
}

function rightColumn(name, field, more) {
  const words = (value) => (value === null ? '' : value === 1 ? '✓ right' : value === 0 ? '✗ wrong' : `${(100 * value).toFixed(0)} %`);
  return {
    title: name, field, width: 100, sorter: 'number',
    formatter: (cell) => h('span', { class: cell.getValue() === 1 ? 'right' : 'wrong' }, words(cell.getValue())),
    headerFilter: choose(`Filter ${name}`, ['right', 'wrong']),
    headerFilterFunc: (wanted, value) => wanted === ''
      || (value !== null && (JSON.parse(wanted) === 'right') === (value === 1)),
    ...more,
  };
}

function ofModel(index) {
  const mark = letter(index);
  const name = (what) => (mark ? `${mark} ${what}` : what[0].toUpperCase() + what.slice(1));
  const { labels } = models()[index];
  const columns = [];
  if (task() === 'regression') {
    columns.push(numberColumn(name('value'), `s${index}`, 3, { responsive: 0 }));
    if (store.state.data.labelled) {
      columns.push(numberColumn(name('error'), `e${index}`, 3, {
        formatter: (cell) => h('span', {}, cell.getValue() === null ? '' : signed(cell.getValue())), responsive: 2,
      }));
    }
    return columns;
  }
  columns.push(task() === 'classification'
    ? valueColumn(name('prediction'), `o${index}`, labels.length > MOST_CHOICES ? [] : labels, { width: 130, responsive: 0 })
    : textColumn(name('prediction'), `o${index}`, { widthGrow: 1, minWidth: 120, responsive: 0 }));
  columns.push(numberColumn(name('prob.'), `s${index}`, 3, { responsive: 5 }));
  if (store.state.data.labelled) columns.push(rightColumn(name('right'), `r${index}`, { responsive: index ? 4 : 1 }));
  return columns;
}

/** The columns for the data that are shown. */
export function columns() {
  const { data } = store.state;
  const all = [
    { title: 'Line', field: 'line', width: 86, sorter: 'number', formatter: text, cssClass: 'number', responsive: 6 },
    textColumn('Text', 'text', { widthGrow: 4, minWidth: 170, responsive: 0 }),
  ];
  if (data.pairs) all.push(textColumn('Second text', 'pair', { widthGrow: 3, minWidth: 150, responsive: 3 }));
  if (data.labelled) {
    all.push(task() === 'regression'
      ? numberColumn('Label', 'gold', 3, { responsive: 2 })
      : valueColumn('Label', 'label', task() === 'tokens' ? [] : data.labelChoices, { width: 130, responsive: 2 }));
  }
  models().forEach((model, index) => all.push(...ofModel(index)));
  data.columns.forEach((column, index) => all.push(
    valueColumn(column, `m${index}`, data.choices[index], { width: 130, responsive: 7 })));
  return all.map((column) => ({ titleFormatter: title, headerSortTristate: true, ...column }));
}

/** A row as the table holds it. */
export function flat(row) {
  const number = task() === 'regression' && row.label !== '' ? Number(row.label.split(',')[0]) : NaN;
  const gold = Number.isFinite(number) ? number : null;
  const cells = { id: row.i, line: row.line, text: row.text, pair: row.pair, label: row.label, gold };
  row.p.forEach((answer, index) => {
    cells[`o${index}`] = answer.o;
    cells[`s${index}`] = strength(task(), answer);
    cells[`r${index}`] = answer.right;
    cells[`e${index}`] = gold === null ? null : answer.s[0] - gold;
  });
  row.values.forEach((value, index) => { cells[`m${index}`] = value; });
  return cells;
}
