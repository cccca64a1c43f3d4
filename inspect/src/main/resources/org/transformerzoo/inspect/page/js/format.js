// Numbers and tokens for people.

export const count = (value) => value.toLocaleString('en');
export const fixed = (value, digits = 3) => (value === null || value === undefined ? '' : value.toFixed(digits));
export const signed = (value, digits = 3) => (value > 0 ? '+' : value < 0 ? '−' : '±') + Math.abs(value).toFixed(digits);
export const percent = (value) => `${(100 * value).toFixed(2)} %`;

/** What a token looks like, and whether it begins a word, as far as its spelling tells. */
export function spelling(token) {
  if (/^[ĠĊ▁]/.test(token)) return { text: token.slice(1) || '␣', begins: true };
  if (token.startsWith('##')) return { text: token, begins: false };
  return { text: token, begins: false };
}

/** The number that tells most about an answer: the probability of what was chosen, or the value. */
export function strength(task, answer) {
  if (task === 'tokens') return answer.s.length ? Math.min(...answer.s) : null;
  if (task === 'regression') return answer.s[0];
  return Math.max(...answer.s);
}
