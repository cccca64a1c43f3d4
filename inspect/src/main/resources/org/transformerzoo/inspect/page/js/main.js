// Starts the page and follows what the server has.
import * as api from './api.js';
import { byId, tabs } from './dom.js';
import { mountDetail } from './detail.js';
import { mountHeader, tell } from './header.js';
import { mountProjector } from './projector.js';
import { mountSlices } from './slices.js';
import { complete, emit, on, store } from './store.js';
import { mountTable } from './table.js';
import { mountUpload } from './upload.js';

const VIEWS = ['table', 'slices', 'projector'];
let wake = () => {};
const pause = (milliseconds) => new Promise((done) => {
  wake = done;
  setTimeout(done, milliseconds);
});

function mountViews() {
  const buttons = VIEWS.map((view) => byId(`tab-${view}`));
  const choose = tabs(buttons, (index) => {
    VIEWS.forEach((view, each) => { byId(`view-${view}`).hidden = each !== index; });
    emit('view', VIEWS[index]);
  });
  on('open-view', (view) => choose(VIEWS.indexOf(view), false));
}

function update(state) {
  const other = state.data && (state.number !== store.state?.number || !store.state?.data);
  store.state = state;
  if (other) {
    store.rows = [];
    store.current = null;
    store.chosen = null;
    emit('data');
    emit('current', null);
  }
  emit('state', state);
}

/** Fetches the rows that are there and were not fetched; tells how long to wait for more. */
async function fetchRows() {
  const { state } = store;
  if (!state.data) return state.status === 'failed' ? 1500 : 250;
  if (store.rows.length >= state.data.examples) return 2000;
  const answer = await api.rows(store.rows.length);
  if (answer.number !== state.number || answer.state.number !== state.number) return 0;
  update(answer.state);
  store.rows.push(...answer.rows);
  if (answer.rows.length > 0) emit('rows', answer.rows);
  return answer.rows.length > 0 ? 0 : 250;
}

let finished = -1; // the number of the data that are all here

async function follow() {
  for (;;) {
    let wait = 1500;
    try {
      update(await api.state());
      wait = await fetchRows();
      if (complete() && finished !== store.state.number) {
        finished = store.state.number;
        emit('complete');
      }
    } catch (error) {
      tell(error.message);
    }
    await pause(wait);
  }
}

on('opened', () => wake());
mountHeader();
mountViews();
mountTable(byId('view-table'));
mountSlices(byId('view-slices'));
mountProjector(byId('view-projector'));
mountDetail(byId('detail'));
mountUpload(byId('upload'));
follow();
