import { connect } from 'node:net';

/** One connection to ovsdb-server that makes changes and waits for rows, without starting a program. */
export function openDatabase(path) {
  const socket = connect(path);
  const waiting = new Map();
  let text = '';
  let id = 0;
  socket.setEncoding('utf8');
  socket.on('data', (data) => {
    text += data;
    for (;;) {
      const end = endOfJson(text);
      if (end === 0) return;
      const message = JSON.parse(text.slice(0, end));
      text = text.slice(end);
      if (message.method === 'echo')
        socket.write(JSON.stringify({ id: message.id, result: message.params, error: null }));
      else if (message.method === 'update') hear(message.params[1]);
      else waiting.get(message.id)?.(message.result);
    }
  });
  const call = (method, ...params) =>
    new Promise((resolve) => {
      id += 1;
      waiting.set(id, resolve);
      socket.write(JSON.stringify({ id, method, params: ['Open_vSwitch', ...params] }));
    });
  let heard = () => undefined;
  const hear = (tables) => {
    for (const [table, rows] of Object.entries(tables))
      for (const { new: row } of Object.values(rows)) if (row !== undefined) heard(table, row);
  };
  return {
    transact: (...operations) => call('transact', ...operations),
    /** From now on the server tells of every change of these columns. */
    monitor: (tables) => call('monitor', null, tables),
    /** Resolves with the next changed or new row that `wanted` takes. */
    update: (wantedTable, wanted) =>
      new Promise((resolve) => {
        heard = (table, row) => {
          if (table === wantedTable && wanted(row)) resolve(row);
        };
      }),
    close: () => socket.destroy(),
  };
}

/** Where the first JSON object in the text ends; 0 when it is not whole. */
function endOfJson(text) {
  let depth = 0;
  let inside = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (inside) {
      if (letter === '\\') at += 1;
      else if (letter === '"') inside = false;
    } else if (letter === '"') inside = true;
    else if (letter === '{') depth += 1;
    else if (letter === '}') depth -= 1;
    if (!inside && depth === 0 && letter === '}') return at + 1;
  }
  return 0;
}
