// What is looked at, how far it is, what went wrong; and light or dark.
import { byId, h } from './dom.js';
import { count } from './format.js';
import { emit, on, store } from './store.js';

const system = matchMedia('(prefers-color-scheme: dark)');
let asked = null; // what someone chose, until the page is closed

function applyTheme() {
  const dark = asked ?? system.matches;
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  byId('theme').setAttribute('aria-pressed', String(dark));
  emit('theme');
}

/** Says what is wrong, above everything else; nothing if all is well. */
export function tell(problem) {
  const banner = byId('banner');
  const notices = store.state?.data?.notices ?? [];
  const sentences = problem ? [problem] : notices;
  const text = sentences.join('\n');
  banner.classList.toggle('notice', !problem);
  if (banner.dataset.text !== text) {
    banner.dataset.text = text;
    banner.replaceChildren(...sentences.map((sentence) => h('p', {}, sentence)));
  }
  banner.hidden = sentences.length === 0;
}

function subject(state) {
  const two = state.models.length > 1;
  const parts = state.models.map((model, index) => h('span', { title: model.folder },
    ...(two ? [h('span', { class: 'badge' }, 'AB'[index]), ' '] : []),
    h('b', {}, model.name), ` ${model.architecture}, ${model.task}`));
  if (state.data) {
    parts.push(h('span', {}, h('b', {}, state.data.name), ` ${count(state.data.examples)} rows`));
  }
  if (parts.length === 0) parts.push(h('span', {}, state.status === 'failed' ? 'Nothing is loaded' : 'Loading…'));
  byId('subject').replaceChildren(...parts);
}

function progress(state) {
  const bar = byId('progress');
  const total = state.data?.examples ?? 0;
  bar.hidden = state.status !== 'predicting' && state.status !== 'loading';
  bar.setAttribute('aria-valuemax', String(total || 1));
  bar.setAttribute('aria-valuenow', String(state.predicted));
  bar.setAttribute('aria-valuetext', total ? `${count(state.predicted)} of ${count(total)} rows` : 'Loading');
  bar.firstElementChild.style.width = `${total ? (100 * state.predicted) / total : 3}%`;
}

export function mountHeader() {
  byId('theme').addEventListener('click', () => {
    asked = !(asked ?? system.matches);
    applyTheme();
  });
  system.addEventListener('change', applyTheme);
  applyTheme();
  let shown = '';
  on('state', (state) => {
    const now = JSON.stringify([state.models, state.data, state.status]);
    if (now !== shown) {
      shown = now;
      subject(state);
    }
    progress(state);
    tell(state.problem);
    document.body.dataset.status = state.status;
  });
}
