import { createConnection } from 'node:net';

/** Sends bytes as they are and returns all that comes back until the other side closes. */
export async function sendRaw(address: string, text: string): Promise<string> {
  const { hostname, port } = new URL(`http://${address}`);
  const socket = createConnection({ host: hostname.replace(/[[\]]/g, ''), port: Number(port) });
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  // A server that closes while we still write resets the connection; what it said has arrived before.
  socket.on('error', () => socket.destroy());
  socket.write(text);
  await new Promise((closed) => socket.on('close', closed));
  return answer;
}

/** Server-sent events as they arrive, comments included. */
export async function openEventStream(url: string, headers: Record<string, string> = {}) {
  const abort = new AbortController();
  const response = await fetch(url, { headers, signal: abort.signal });
  let text = '';
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
  })().catch((error: Error) => {
    if (error.name !== 'AbortError' && error.message !== 'terminated') throw error;
  });
  return {
    response,
    text: () => text,
    /** Numbers of the events so far. */
    ids: () => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id)),
    // biome-ignore lint/suspicious/noExplicitAny: what was sent; the test's expectations are its type.
    events: (): any[] => [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data as string)),
    ended: reading,
    close: async () => {
      abort.abort();
      await reading;
    },
  };
}
