// What the models say, before and after an edit.
import * as api from './api.js';
import { breakable, h } from './dom.js';
import { fixed, signed } from './format.js';
import { letter, models, task } from './store.js';

const MOST = 8;

function bars(model, before, after, digits) {
  const { labels } = models()[model];
  const order = labels.map((label, index) => index).sort((a, b) => after.s[b] - after.s[a]).slice(0, MOST);
  const chosen = new Set(task() === 'multilabel' ? after.o.split(',') : [after.o]);
  return h('table', { class: 'answers' }, h('tbody', {}, ...order.map((index) => {
    const was = before.s[index];
    const is = after.s[index];
    const moved = Math.abs(is - was) > 5e-5;
    const bar = h('div', { class: 'track', 'aria-hidden': 'true' }, h('div', { class: 'is' }), ...(moved ? [h('div', { class: 'was' })] : []));
    bar.children[0].style.width = `${100 * is}%`;
    if (moved) bar.children[1].style.width = `${100 * was}%`;
    return h('tr', { class: chosen.has(labels[index]) ? 'first' : '' },
      h('th', { scope: 'row' }, chosen.has(labels[index]) ? '▸\u00a0' : '', ...breakable(labels[index])),
      h('td', {}, bar),
      h('td', { class: 'figures', title: signed(is - was, digits) }, moved ? `${fixed(was, digits)} → ${fixed(is, digits)}` : fixed(is, digits)));
  })));
}

function values(model, before, after) {
  return h('table', { class: 'answers' }, h('tbody', {}, ...models()[model].labels.map((label, index) => {
    const moved = after.s[index] - before.s[index];
    return h('tr', {}, h('th', { scope: 'row' }, ...breakable(label)), h('td', { class: 'figures' },
      Math.abs(moved) > 5e-5 ? `${fixed(before.s[index])} → ${fixed(after.s[index])} (${signed(moved)})` : fixed(after.s[index])));
  })));
}

/** The words that the model read: of a long text not all, and none that the tokenizer drops. */
function tags(before, after, right) {
  const given = after.o === '' ? [] : after.o.split(' ');
  const had = before.o.split(' ');
  return h('div', { class: 'wide' }, h('table', { class: 'plain' },
    h('thead', {}, h('tr', {}, ...['Word', 'Prediction', 'Probability', ...(right.length ? ['Label'] : [])].map((name) => h('th', { scope: 'col', class: name === 'Probability' ? 'number' : '' }, name)))),
    h('tbody', {}, ...after.w.map((word, index) => {
      const tag = given[index];
      const moved = had.length === given.length && had[index] !== tag ? ` (was ${had[index]})` : '';
      const wrong = right.length > 0 && right[index] !== tag;
      return h('tr', {}, h('td', {}, word), h('td', { class: wrong ? 'wrong' : '' }, tag + moved + (wrong ? ' ✗' : '')),
        h('td', { class: 'number' }, fixed(after.s[index])), ...(right.length ? [h('td', {}, right[index])] : []));
    }))));
}

function answer(model, before, after, texts, row) {
  const mark = letter(model);
  const head = mark ? h('h3', {}, h('span', { class: 'badge' }, mark), ` ${models()[model].name}`) : null;
  const body = { regression: () => values(model, before, after), tokens: () => tags(before, after, texts.text === row.text ? before.truth ?? [] : []) };
  return h('div', { class: 'answer', 'data-outcome': after.o }, ...(head ? [head] : []), (body[task()] ?? (() => bars(model, before, after, 3)))());
}

/** Shows the answers about a row; returns what asks for those about other texts. */
export function mountAnswers(box, row) {
  const none = task() === 'multilabel' && row.p[0].right !== null ? '(none)' : '';
  const label = row.label || none ? h('p', { class: 'quiet' }, 'Label: ', h('b', {}, row.label || none)) : null;
  const place = h('div', { class: 'side' });
  const status = h('p', { class: 'failure', role: 'alert' });
  const draw = (answers, texts) => place.replaceChildren(...answers.map((after, model) => answer(model, row.p[model], after, texts, row)));
  box.replaceChildren(...(label && task() !== 'tokens' ? [label] : []), place, status);
  draw(row.p, { text: row.text });
  let latest = 0;
  return async (texts) => {
    const own = ++latest;
    try {
      const answers = await api.predict(texts);
      if (own !== latest) return;
      status.textContent = '';
      draw(answers, texts);
    } catch (error) {
      if (own === latest) status.textContent = error.message;
    }
  };
}
