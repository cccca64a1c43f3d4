// What the page still wants to know about the example that is open.
const page = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
let number = 0;
let asking = new AbortController();

/** Begins a new wish, whose questions take what this returns: the program gives up those before. */
export function wish() {
  asking.abort();
  asking = new AbortController();
  number += 1;
  return { signal: asking.signal, headers: { Wish: `${page} ${number}` } };
}
