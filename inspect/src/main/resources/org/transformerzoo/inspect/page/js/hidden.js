// Filters of the columns for which the window is too narrow.
import { h } from './dom.js';

/** One more place for such a filter; the one above the hidden column follows it. */
function field(table, column) {
  const { field: name, title, headerFilter } = column.getDefinition();
  const cell = { getValue: () => table.getHeaderFilterValue(name) ?? '' };
  const set = (value) => table.setHeaderFilterValue(name, value);
  return h('label', {}, h('span', {}, title), headerFilter(cell, null, set));
}

/** A part of the page that opens to these filters, and what makes it follow a table or leave it. */
export function hiddenFilters() {
  const summary = h('summary', {});
  const fields = h('div', { class: 'fields' });
  const box = h('details', { id: 'hidden-filters', hidden: true }, summary, fields);
  let table = null;
  let shown = '';

  const hidden = () => table.getColumns().filter((column) => !column.isVisible() && column.getDefinition().headerFilter);
  const count = () => {
    const all = hidden();
    const used = all.filter((column) => table.getHeaderFilterValue(column.getField())).length;
    summary.textContent = `Filters of hidden columns (${all.length}${used ? `, ${used} in use` : ''})`;
  };
  const update = (anew) => {
    const all = hidden();
    const names = all.map((column) => column.getField()).join(' ');
    if (anew || names !== shown) { // else someone may be typing into one
      shown = names;
      fields.replaceChildren(...all.map((column) => field(table, column)));
      box.hidden = all.length === 0;
    }
    count();
  };
  return {
    box,
    count: () => table && count(),
    update: () => table && update(true),
    leave: () => {
      table = null;
      box.hidden = true;
    },
    follow: (built) => {
      table = built;
      update(true);
      table.on('columnVisibilityChanged', () => { if (table === built) update(false); });
    },
  };
}
