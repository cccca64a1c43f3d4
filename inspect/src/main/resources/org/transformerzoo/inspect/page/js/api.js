// What the page asks its server.

async function answer(request) {
  let response;
  try {
    response = await request;
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Error('The program does not answer; is tzoo inspect still running?');
  }
  const body = await response.json().catch(() => ({ problem: `The program answered ${response.status}` }));
  if (!response.ok) throw new Error(body.problem);
  return body;
}

const get = (path) => answer(fetch(path));
const post = (path, body, wish = {}) => answer(fetch(path, { method: 'POST', body: JSON.stringify(body), ...wish }));

export const state = () => get('/api/state');
export const rows = (from) => get(`/api/rows?from=${from}`);
export const predict = (texts) => post('/api/predict', texts);
export const salience = (question, wish) => post('/api/salience', question, wish);
export const without = (question, wish) => post('/api/without', question, wish);
export const flips = (question, wish) => post('/api/flips', question, wish);
export const attention = (question, wish) => post('/api/attention', question, wish);
export const neighbours = (question, wish) => post('/api/neighbours', question, wish);
export const unwanted = (wish) => post('/api/unwanted', {}, wish);
export const slices = (question) => post('/api/slices', question);
export const comparison = () => get('/api/comparison');
export const projection = (method, model) => get(`/api/projection?method=${method}&model=${model}`);

const LARGEST = 64 * 2 ** 20; // that the program takes

export async function upload(file, columns) {
  if (file.size > LARGEST) throw new Error(`${file.name} has more than 64 MiB; name it at the start of tzoo inspect instead, with --data`);
  const query = new URLSearchParams({ name: file.name, ...columns });
  return answer(fetch(`/api/data?${query}`, { method: 'POST', body: file }));
}
