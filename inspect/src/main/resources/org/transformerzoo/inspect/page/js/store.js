// What the views share, and who wants to know when it changes.

export const store = {
  state: null, // as the server tells it
  rows: [], // examples with their answers, in the order of the file
  current: null, // the row that is shown beside the views
  search: '',
  quick: 'all', // which of the ready filters
  chosen: null, // { name, rows: Set } chosen in another view
};

const listeners = new Map();

export function on(event, listener) {
  if (!listeners.has(event)) listeners.set(event, []);
  listeners.get(event).push(listener);
}

export function emit(event, detail) {
  (listeners.get(event) ?? []).forEach((listener) => listener(detail));
}

export function show(row) {
  store.current = row;
  emit('current', row);
}

/** Rows that another view found; the table shows them alone. */
export function choose(name, places) {
  store.chosen = places === null ? null : { name, rows: new Set(places) };
  emit('filter');
}

export const models = () => store.state?.models ?? [];
export const task = () => models()[0]?.task;
export const compared = () => models().length > 1;

/** Whether the models were asked about every row, and all rows are here. */
export const complete = () => store.state?.status === 'ready' && store.rows.length >= store.state.data.examples;

/** All labels that any of the models knows. */
export const labels = () => [...new Set(models().flatMap((model) => model.labels))];

/** How a model is marked where there are two. */
export const letter = (model) => (compared() ? 'AB'[model] : '');
