// Charts in the colours of the page, as large as their place, to be saved as pictures.
import * as echarts from '../lib/echarts/echarts.esm.min.js';
import { h } from './dom.js';
import { download } from './exports.js';
import { on } from './store.js';

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export function palette() {
  return {
    text: colour('--text'),
    quiet: colour('--quiet'),
    line: colour('--line'),
    surface: colour('--surface'),
    raised: colour('--raised'),
    accent: colour('--accent'),
    for: `rgb(${colour('--for')})`,
    against: `rgb(${colour('--against')})`,
  };
}

/** Told apart by shape as well as by colour. */
export const MARKS = [
  ['#3b78e7', 'circle'], ['#d9690f', 'triangle'], ['#1f9d6b', 'rect'], ['#a652c9', 'diamond'],
  ['#c9405b', 'pin'], ['#7d8596', 'arrow'], ['#0f9bb0', 'roundRect'], ['#9a7b14', 'circle'],
];

const live = new Set(); // charts, of which those are let go whose boxes are no longer shown

function letGo() {
  live.forEach((made) => {
    if (made.box.isConnected) return;
    made.size.disconnect();
    made.drawn.dispose();
    live.delete(made);
  });
}

on('theme', () => {
  letGo();
  live.forEach((made) => made.draw());
});

/** A chart in `box`; `options` is asked for what to draw, again when the colours change. */
export function chart(box, options) {
  letGo();
  const drawn = echarts.init(box, null, { renderer: 'canvas' });
  const draw = () => drawn.setOption({
    animation: false,
    textStyle: { fontFamily: colour('--sans'), color: colour('--text') },
    ...options(palette()),
  }, true);
  draw();
  const size = new ResizeObserver(() => { if (box.isConnected && box.clientWidth > 0) drawn.resize(); });
  size.observe(box);
  const made = { box, drawn, draw, size };
  live.add(made);
  return made;
}

/** Words without markup for what the pointer is over. */
export const tooltip = (formatter) => {
  const colours = palette();
  return {
    renderMode: 'richText',
    confine: true,
    backgroundColor: colours.surface,
    borderColor: colours.line,
    textStyle: { color: colours.text, fontSize: 12.5 },
    formatter,
  };
};

export function pictureButton(made, name) {
  return h('button', {
    type: 'button',
    class: 'picture',
    onclick: () => download(name, made.drawn.getDataURL({
      type: 'png', pixelRatio: 2, backgroundColor: palette().surface,
    })),
  }, 'Save as PNG');
}
