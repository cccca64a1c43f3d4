// Another data set, chosen on the page.
import * as api from './api.js';
import { byId, h } from './dom.js';
import { emit } from './store.js';

const COLUMNS = [
  ['text-column', 'Column of the text'],
  ['pair-column', 'Column of the second text'],
  ['label-column', 'Column of the label'],
];

export function mountUpload(dialog) {
  const file = h('input', { type: 'file', id: 'upload-file', required: true });
  const inputs = COLUMNS.map(([name]) => h('input', { type: 'text', id: `upload-${name}`, placeholder: 'as before' }));
  const problem = h('p', { class: 'failure', role: 'alert', id: 'upload-problem' });
  const send = h('button', { type: 'submit', class: 'main' }, 'Open');
  const form = h('form', { method: 'dialog' },
    h('h2', { id: 'upload-title' }, 'Open another data set'),
    h('p', { class: 'quiet' }, 'TSV, CSV, JSON lines, CoNLL or Parquet, up to 64 MiB. Columns are names, or numbers from 0.'),
    h('div', { class: 'field' }, h('label', { for: 'upload-file' }, 'File'), file),
    ...COLUMNS.map(([name, text], index) => h('div', { class: 'field' },
      h('label', { for: `upload-${name}` }, text), inputs[index])),
    problem,
    h('div', { class: 'bar' },
      h('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'), send));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    problem.textContent = '';
    send.disabled = true;
    try {
      const given = COLUMNS.map(([name], index) => [name, inputs[index].value.trim()]);
      await api.upload(file.files[0], Object.fromEntries(given.filter(([, value]) => value)));
      dialog.close();
      emit('opened');
    } catch (error) {
      problem.textContent = error.message;
    } finally {
      send.disabled = false;
    }
  });
  dialog.append(form);
  byId('open').addEventListener('click', () => {
    problem.textContent = '';
    dialog.showModal();
  });
}
