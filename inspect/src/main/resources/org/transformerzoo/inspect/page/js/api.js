// What the page asks its server.

async function answer(request) {
  let response;
  try {
    response = await request;
  } catch {
    throw new Error('The program does not answer; is tzoo inspect still running?');
  }
  const body = await response.json().catch(() => ({ problem: `The program answered ${response.status}` }));
  if (!response.ok) throw new Error(body.problem);
  return body;
}

const get = (path) => answer(fetch(path));
const post = (path, body) => answer(fetch(path, { method: 'POST', body: JSON.stringify(body) }));

export const state = () => get('/api/state');
export const rows = (from) => get(`/api/rows?from=${from}`);
export const methods = () => get('/api/methods');
export const predict = (texts) => post('/api/predict', texts);
export const salience = (question) => post('/api/salience', question);
export const without = (question) => post('/api/without', question);
export const flips = (question) => post('/api/flips', question);
export const attention = (question) => post('/api/attention', question);
export const neighbours = (question) => post('/api/neighbours', question);
export const slices = (question) => post('/api/slices', question);
export const comparison = () => get('/api/comparison');
export const projection = (method, model) => get(`/api/projection?method=${method}&model=${model}`);

export function upload(file, columns) {
  const query = new URLSearchParams({ name: file.name, ...columns });
  return answer(fetch(`/api/data?${query}`, { method: 'POST', body: file }));
}
