import { connect } from 'node:net';

/**
 * Writes bytes to a server, in pieces, and gives back all that it answers until it hangs up: for what no
 * HTTP client would send.
 *
 * @param pieces the next is written when something has come back for the one before
 * @throws {Error} when the server has not hung up after ten seconds
 */
export function rawExchange(url: string, ...pieces: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const [first = '', ...later] = pieces;
    const socket = connect({ host: hostname, port: Number(port) });
    let answer = '';
    socket.setTimeout(10_000, () => socket.destroy(new Error(`No end after 10 s: ${answer}`)));
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
      const next = later.shift();
      if (next !== undefined) socket.write(next);
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(answer));
    socket.write(first);
  });
}
