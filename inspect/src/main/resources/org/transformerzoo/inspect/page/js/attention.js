// Where the heads look.
import * as api from './api.js';
import { chart, pictureButton, tooltip } from './chart.js';
import { choice, filled, h } from './dom.js';
import { fixed, spelling } from './format.js';
import { compared, letter } from './store.js';
import { failed, heading, ofEach } from './salience.js';
import { wish } from './wishes.js';

const stacksOf = []; // of each model, as far as is known
const setting = { stack: '', layer: 0, head: -1, from: 0 };
const NAMES = {
  attentions: 'Layers', encoder_attentions: 'Encoder', decoder_attentions: 'Decoder', cross_attentions: 'Decoder to encoder',
};

const labelled = (tokens) => tokens.map((token, index) => `${spelling(token).text}\u2009${index}`);

/** Who looks and who is looked at: a decoder reads each token one place later. */
function axes(found) {
  const names = labelled(found.tokens);
  const later = ['(begin)\u20090', ...names.slice(0, -1)];
  return {
    looks: /^(decoder|cross)/.test(found.stack) ? later : names,
    targets: found.stack.startsWith('decoder') ? later : names,
  };
}

function options(found) {
  const { looks, targets } = axes(found);
  const data = found.map.flatMap((line, from) => line.map((value, to) => [to, from, value]));
  const largest = Math.max(...data.map((entry) => entry[2]), 1e-6);
  return (colours) => ({
    grid: { left: 8, right: 12, top: 8, bottom: 56, containLabel: true },
    tooltip: tooltip(({ value }) => `${looks[value[1]]} looks at ${targets[value[0]]}: ${fixed(value[2], 4)}`),
    xAxis: { type: 'category', data: targets, axisLabel: { rotate: 60, color: colours.quiet, fontSize: 11 }, axisLine: { lineStyle: { color: colours.line } } },
    yAxis: { type: 'category', data: looks, inverse: true, axisLabel: { color: colours.quiet, fontSize: 11 }, axisLine: { lineStyle: { color: colours.line } } },
    visualMap: {
      min: 0, max: largest, orient: 'horizontal', left: 'center', bottom: 0, itemHeight: 140, itemWidth: 11, precision: 2,
      calculable: false, textStyle: { color: colours.quiet }, text: [fixed(largest, 2), '0'],
      inRange: { color: [colours.surface, '#8fb3f5', '#2459c9', '#0d2a6b'] },
    },
    series: [{ type: 'heatmap', data, itemStyle: { borderColor: colours.line, borderWidth: found.tokens.length > 40 ? 0 : 0.5 } }],
  });
}

/** The same in words, for one token. */
function looked(found) {
  const list = h('ol', {});
  const { looks, targets } = axes(found);
  const draw = (from) => {
    setting.from = Number(from);
    const line = found.map[setting.from] ?? [];
    const best = line.map((value, to) => [value, to]).sort((a, b) => b[0] - a[0]).slice(0, 5);
    list.replaceChildren(...best.map(([value, to]) => h('li', { class: 'number' }, `${targets[to]}: ${fixed(value, 3)}`)));
  };
  if (setting.from >= found.tokens.length) setting.from = 0;
  const pick = choice('What is looked at most from', looks.map((name, index) => [index, name]), setting.from, draw);
  draw(setting.from);
  return h('div', {}, pick, list);
}

/** What is asked of a model: as is set, as far as it has such a stack, layer and head. */
function asked(model) {
  const stacks = stacksOf[model];
  if (!stacks) return { stack: '', layer: 0, head: -1 };
  const stack = stacks.find((each) => each.name === setting.stack) ?? stacks[0];
  const least = stack.name.startsWith('cross') ? 0 : -1; // where there is no rollout
  return {
    stack: stack.name,
    layer: Math.max(least, Math.min(setting.layer, stack.layers - 1)),
    head: Math.min(setting.head, stack.heads - 1),
  };
}

function card(model, found, ask) {
  if (found.problem) return failed(model, found);
  stacksOf[model] = found.stacks;
  const { layer, head } = found;
  const stack = found.stacks.find((each) => each.name === found.stack);
  const range = (size, name) => Array.from({ length: size }, (_, index) => [index, `${name} ${index + 1}`]);
  const again = (name) => (value) => { setting[name] = name === 'stack' ? value : Number(value); ask(); };
  const rolls = !found.stack.startsWith('cross');
  const box = h('div', { class: 'chart', role: 'img', 'aria-label': 'Attention of each token on each other; the list below says it in words' });
  const made = h('div', { class: 'card stack' }, ...heading(model), h('div', { class: 'bar' },
    ...(found.stacks.length > 1 ? [choice('Of', found.stacks.map((each) => [each.name, NAMES[each.name] ?? each.name]), found.stack, again('stack'))] : []),
    choice('Layer', [...range(stack.layers, 'layer'), ...(rolls ? [[-1, 'rollout']] : [])], layer, again('layer')),
    ...(layer < 0 ? [] : [choice('Head', [[-1, 'mean'], ...range(stack.heads, 'head')], head, again('head'))])), box, looked(found));
  box.style.height = `${Math.max(300, Math.min(620, 120 + 19 * found.tokens.length))}px`;
  requestAnimationFrame(() => {
    if (!box.isConnected) return;
    const drawn = chart(box, options(found));
    made.firstElementChild.after(h('div', { class: 'bar' }, pictureButton(drawn, `attention${letter(model)}.png`)));
  });
  return made;
}

export function attentionView(content, texts) {
  const place = h('div', { class: compared() ? 'stack' : '' });
  const fill = filled(place);
  const ask = () => fill(async () => {
    const asking = wish();
    const found = await ofEach(async (model) => {
      const question = asked(model);
      return { ...question, ...(await api.attention({ model, ...texts, ...question }, asking)) };
    });
    return found.map((each, model) => card(model, each, ask));
  });
  content.replaceChildren(place);
  ask();
}
