// The examples as points, near each other where a model makes similar vectors of them.
import * as api from './api.js';
import { MARKS, chart, pictureButton, tooltip } from './chart.js';
import { choice, filled, h } from './dom.js';
import { count } from './format.js';
import { choose, compared, complete, emit, models, on, show, store, task } from './store.js';

const setting = { method: 'pca', model: 0, by: 'label' };
const MOST_GROUPS = 7;

function groupOf(row) {
  if (setting.by === 'prediction') return row.p[setting.model].o;
  if (setting.by === 'right') return row.p[setting.model].right === null ? '' : row.p[setting.model].right === 1 ? 'right' : 'wrong';
  if (setting.by.startsWith('column ')) return row.values[Number(setting.by.slice(7))] ?? '';
  return row.label;
}

function groups(points) {
  const found = new Map();
  points.forEach((point, index) => {
    const name = groupOf(store.rows[index]) || '(none)';
    if (!found.has(name)) found.set(name, []);
    found.get(name).push([point[0], point[1], index]);
  });
  const sorted = [...found].sort((a, b) => b[1].length - a[1].length);
  const rest = sorted.slice(MOST_GROUPS).flatMap((entry) => entry[1]);
  return [...sorted.slice(0, MOST_GROUPS), ...(rest.length ? [['(others)', rest]] : [])];
}

const short = (text) => (text.length > 90 ? `${text.slice(0, 90)}…` : text);

function options(points) {
  const found = groups(points);
  const size = points.length > 5000 ? 4 : points.length > 800 ? 6 : 9;
  return (colours) => ({
    grid: { left: 12, right: 12, top: 44, bottom: 12 },
    legend: { top: 0, type: 'scroll', textStyle: { color: colours.text }, pageTextStyle: { color: colours.text } },
    tooltip: tooltip(({ value }) => {
      const row = store.rows[value[2]];
      return `line ${row.line}: ${short(row.text)}\n${[row.label, ...row.p.map((answer) => answer.o)].filter(Boolean).join(' → ')}`;
    }),
    xAxis: { scale: true, show: false },
    yAxis: { scale: true, show: false },
    dataZoom: [{ type: 'inside', xAxisIndex: 0, filterMode: 'none' }, { type: 'inside', yAxisIndex: 0, filterMode: 'none' }],
    toolbox: { show: false },
    brush: { toolbox: ['polygon', 'rect', 'clear'], xAxisIndex: 0, yAxisIndex: 0, throttleType: 'debounce', throttleDelay: 100, brushStyle: { borderWidth: 2, color: 'rgba(120,150,220,.18)', borderColor: colours.accent }, outOfBrush: { colorAlpha: 0.35 } },
    series: found.map(([name, data], index) => ({
      name, type: 'scatter', data, symbolSize: size, symbol: MARKS[index][1], itemStyle: { color: MARKS[index][0], opacity: 0.8 },
    })),
  });
}

function inside(area, [x, y]) {
  const range = area.coordRange;
  if (area.brushType === 'rect') return x >= range[0][0] && x <= range[0][1] && y >= range[1][0] && y <= range[1][1];
  let within = false;
  for (let i = 0, j = range.length - 1; i < range.length; j = i++) {
    const [xi, yi] = range[i];
    const [xj, yj] = range[j];
    if ((yi > y) !== (yj > y) && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) within = !within;
  }
  return within;
}

function zoomBy(made, factor) {
  made.drawn.getOption().dataZoom.forEach((zoom, dataZoomIndex) => {
    const middle = (zoom.start + zoom.end) / 2;
    const half = Math.min(50, ((zoom.end - zoom.start) / 2) * factor);
    const start = Math.max(0, Math.min(100 - 2 * half, middle - half));
    made.drawn.dispatchAction({ type: 'dataZoom', dataZoomIndex, start, end: start + 2 * half });
  });
}

function inView(made, points) {
  const extent = (axis) => made.drawn.getModel().getComponent(axis).axis.scale.getExtent();
  const [left, right] = extent('xAxis');
  const [low, high] = extent('yAxis');
  return points.map((point, index) => [point, index])
    .filter(([[x, y]]) => x >= left && x <= right && y >= low && y <= high).map(([, index]) => index);
}

/** What can be done with the points, by pointer and by keys. */
function tools(made, points, status) {
  const chosen = (places) => {
    choose('chosen points', places.length ? places : null);
    status.textContent = places.length ? `${count(places.length)} points are chosen; the table shows them alone.` : '';
  };
  const brush = (brushType, text) => h('button', { type: 'button', id: `brush-${brushType}`, 'aria-pressed': 'false', onclick: (event) => {
    made.drawn.dispatchAction({ type: 'takeGlobalCursor', key: 'brush', brushOption: { brushType, brushMode: 'single' } });
    event.target.parentElement.querySelectorAll('[aria-pressed]').forEach((other) => other.setAttribute('aria-pressed', String(other === event.target)));
  } }, text);
  made.drawn.on('brushEnd', ({ areas }) => {
    chosen(areas.length ? points.map((point, index) => [point, index]).filter(([point]) => areas.some((area) => inside(area, point))).map(([, index]) => index) : []);
  });
  made.drawn.on('click', ({ value }) => { if (value) show(store.rows[value[2]]); });
  const button = (text, onclick, id) => h('button', { type: 'button', onclick, ...(id ? { id } : {}) }, text);
  return h('div', { class: 'bar', role: 'toolbar', 'aria-label': 'Points' },
    brush('polygon', 'Lasso'), brush('rect', 'Rectangle'), brush(false, 'Move'),
    button('Zoom in', () => zoomBy(made, 0.6), 'zoom-in'), button('Zoom out', () => zoomBy(made, 1 / 0.6)),
    button('Choose what is in view', () => chosen(inView(made, points)), 'choose-view'),
    button('Clear', () => { made.drawn.dispatchAction({ type: 'brush', areas: [] }); chosen([]); }),
    button('Show in the table', () => emit('open-view', 'table')),
    pictureButton(made, 'points.png'));
}

export function mountProjector(section) {
  const controls = h('div', { class: 'bar' });
  const place = h('div', { class: 'scroll' });
  const fill = filled(place, 'Computing where the points lie… (UMAP of many rows takes a while)');
  section.append(controls, place);
  let points = null;
  let made = null;

  const draw = () => {
    const box = h('div', { class: 'chart tall', id: 'points', role: 'img', 'aria-label': 'Examples as points; the buttons above choose some' });
    const status = h('p', { class: 'quiet readout', role: 'status', id: 'chosen-points' });
    const bar = h('div', {});
    requestAnimationFrame(() => {
      if (!box.isConnected) return;
      made = chart(box, options(points));
      bar.replaceWith(tools(made, points, status));
      box.dataset.points = points.length;
    });
    return [bar, status, box];
  };
  const ask = () => fill(async () => {
    const { number } = store.state;
    const found = await api.projection(setting.method, setting.model);
    if (number !== store.state.number) return []; // of other data
    points = found;
    return draw();
  });
  const build = () => {
    const ways = [['label', 'label'], ['prediction', 'prediction'], ['right', 'right or wrong'],
      ...store.state.data.columns.map((column, index) => [`column ${index}`, `column ${column}`])]
      .filter(([by]) => by !== 'label' || store.state.data.labelled)
      .filter(([by]) => by !== 'right' || (store.state.data.labelled && task() !== 'regression'));
    if (!ways.some(([by]) => by === setting.by)) setting.by = ways[0][0];
    controls.replaceChildren(
      choice('Points by', [['pca', 'PCA'], ['umap', 'UMAP']], setting.method, (value) => { setting.method = value; ask(); }),
      ...(compared() ? [choice('Model', models().map((model, index) => [index, `${'AB'[index]} ${model.name}`]), setting.model, (value) => { setting.model = Number(value); ask(); })] : []),
      choice('Coloured by', ways, setting.by, (value) => { setting.by = value; if (points) place.replaceChildren(...draw()); }));
  };
  const open = () => {
    if (!complete()) {
      controls.replaceChildren();
      place.replaceChildren(h('p', { class: 'waiting' }, 'The points come when the models were asked about every row.'));
      return;
    }
    build();
    if (!points) ask();
  };
  on('data', () => {
    points = null;
    if (!section.hidden) open();
  });
  on('complete', () => {
    points = null;
    if (!section.hidden) open();
  });
  on('view', (view) => { if (view === 'projector') open(); });
}
