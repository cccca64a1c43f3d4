// Confusion and calibration of a slice.
import { chart, pictureButton, tooltip } from './chart.js';
import { breakable, h } from './dom.js';
import { csv } from './exports.js';
import { count, percent } from './format.js';
import { heading } from './salience.js';
import { choose, emit, letter, store } from './store.js';

function cell(slice, model, labels, truth, guess, value, total) {
  const share = total > 0 ? value / total : 0;
  const button = h('button', {
    type: 'button', 'aria-label': `${labels[truth]} taken for ${labels[guess]}: ${value}`, title: percent(share), disabled: value === 0, onclick: () => {
      choose(`${labels[truth]} taken for ${labels[guess]}`, slice.rows.filter((row) => store.rows[row].label === labels[truth] && store.rows[row].p[model].o === labels[guess]));
      emit('open-view', 'table');
    } }, count(value));
  button.style.backgroundColor = `rgba(var(--${truth === guess ? 'for' : 'against'}), ${(0.6 * share).toFixed(3)})`;
  return h('td', { class: truth === guess ? 'same' : '' }, button);
}

function confusion(slice, model, matrix) {
  const { labels, counts } = matrix;
  const words = store.state.models[model].task === 'tokens';
  const table = h('table', { class: 'matrix' }, h('thead', {},
    h('tr', {}, h('th', {}, 'label \\ prediction'), ...labels.map((label) => h('th', { scope: 'col' }, ...breakable(label))))),
  h('tbody', {}, ...counts.map((line, truth) => {
    const total = line.reduce((a, b) => a + b, 0);
    return h('tr', {}, h('th', { scope: 'row' }, ...breakable(labels[truth])), ...line.map((value, guess) => {
      const made = cell(slice, model, labels, truth, guess, value, total);
      if (words) made.firstChild.disabled = true;
      return made;
    }));
  })));
  return h('div', { class: 'card stack' }, ...heading(model), h('h2', {}, 'Confusion'),
    h('p', { class: 'quiet' }, words ? 'Words, by label and prediction.' : 'Rows, by label and prediction; a click shows them.'), h('div', { class: 'wide' }, table),
    h('div', {}, h('button', { type: 'button', onclick: () => csv(`confusion${letter(model)}.csv`, ['label', ...labels], counts.map((line, truth) => [labels[truth], ...line])) }, 'Save as CSV')));
}

function options(bins) {
  return (colours) => ({
    grid: { left: 46, right: 14, top: 14, bottom: 44 },
    tooltip: { trigger: 'axis', ...tooltip((points) => {
      const bin = bins[points[0].dataIndex];
      return `${percent(bin.from)} to ${percent(bin.to)} sure: ${percent(bin.accuracy)} right\nof ${count(bin.count)}`;
    }) },
    xAxis: { type: 'category', data: bins.map((bin) => bin.to.toFixed(1)), name: 'confidence, up to', nameLocation: 'middle', nameGap: 28, axisLabel: { color: colours.quiet }, nameTextStyle: { color: colours.quiet } },
    yAxis: { type: 'value', min: 0, max: 1, axisLabel: { color: colours.quiet }, splitLine: { lineStyle: { color: colours.line } } },
    series: [
      { type: 'bar', name: 'right', barCategoryGap: '8%', data: bins.map((bin) => (bin.count ? bin.accuracy : null)), itemStyle: { color: colours.accent } },
      { type: 'line', name: 'sure', symbol: 'diamond', symbolSize: 9, lineStyle: { type: 'dashed' }, connectNulls: true, data: bins.map((bin) => (bin.count ? bin.confidence : null)), itemStyle: { color: colours.against } },
    ],
  });
}

function calibration(model, found) {
  const box = h('div', { class: 'chart low', role: 'img', 'aria-label': found.bins.filter((bin) => bin.count).map((bin) => `${percent(bin.confidence)} sure, ${percent(bin.accuracy)} right`).join('; ') });
  const made = h('div', { class: 'card stack' }, ...heading(model), h('h2', {}, 'Calibration'),
    h('p', { class: 'quiet' }, `Bars: how many are right; dashed line: how sure the model is. Expected calibration error ${percent(found.expectedError)}.`), box);
  requestAnimationFrame(() => { if (box.isConnected) made.append(h('div', {}, pictureButton(chart(box, options(found.bins)), `calibration${letter(model)}.png`))); });
  return made;
}

/** The reports on a slice, the models side by side. */
export function reports(slice) {
  if (!slice) return [];
  const matrices = slice.models.map((each, model) => (each.confusion ? confusion(slice, model, each.confusion) : null)).filter(Boolean);
  const curves = slice.models.map((each, model) => (each.calibration ? calibration(model, each.calibration) : null)).filter(Boolean);
  return [h('h2', {}, slice.name), h('div', { class: 'side' }, ...matrices), h('div', { class: 'side' }, ...curves)];
}

