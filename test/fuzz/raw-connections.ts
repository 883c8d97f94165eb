import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What came back, each byte one character. */
export interface RawAnswer {
  /** 0 where the server has hung up without a word. */
  readonly status: number;
  /** Status line and headers, as they came. */
  readonly head: string;
  /** By lower-case names; what comes more than once is joined with line ends. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

export interface RawConnections {
  /**
   * Writes a request as it is, each character one byte, and reads one answer.
   *
   * @param last says that nothing more follows: for requests that the server may take for half of one
   * @throws {Error} when there is no answer within a minute: a busy machine is slow, not wrong
   */
  send(request: string, last?: boolean): Promise<RawAnswer>;
  close(): void;
}

/** Connections that stay open from one request to the next, for what no HTTP client would send. */
export function createRawConnections(host: string, port: number): RawConnections {
  const idle: Socket[] = [];
  const all = new Set<Socket>();

  async function open(): Promise<Socket> {
    const socket = connect({ host, port }).setEncoding('latin1');
    all.add(socket);
    socket.once('close', () => {
      all.delete(socket);
      const place = idle.indexOf(socket);
      if (place >= 0) idle.splice(place, 1);
    });
    // What has been cut off is an answer too, of no bytes.
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  }

  return {
    async send(request, last = false) {
      const resting = idle.pop();
      const socket = resting ?? (await open());
      const answer = await exchange(socket, request, last);
      if (last || answer.status === 0 || answer.headers.get('connection') === 'close') {
        socket.destroy();
      } else if (!socket.destroyed) idle.push(socket);
      // Node.js hangs up without a word on what it cannot parse, while it still looks back at an answer before.
      return answer.status === 0 && resting !== undefined ? this.send(request, last) : answer;
    },
    close() {
      for (const socket of all) socket.destroy();
    },
  };
}

function exchange(socket: Socket, request: string, last: boolean): Promise<RawAnswer> {
  const bytes = Buffer.from(request, 'latin1');
  const hasBody = !request.startsWith('HEAD ');
  return new Promise((resolve, reject) => {
    let text = '';
    const finish = (answer: RawAnswer | undefined, error?: Error) => {
      if (answer === undefined && error === undefined) return;
      clearTimeout(timer);
      socket.off('data', onData).off('close', onClose);
      if (answer === undefined) reject(error);
      else resolve(answer);
    };
    const onData = (data: string) => {
      text += data;
      finish(readAnswer(text, hasBody, false));
    };
    const onClose = () => finish(readAnswer(text, hasBody, true) ?? nothing);
    const timer = setTimeout(
      () => finish(undefined, new Error(`No answer to ${JSON.stringify(request)}: ${text}`)),
      60_000,
    );
    socket.on('data', onData).once('close', onClose);
    if (last) socket.end(bytes);
    else socket.write(bytes);
  });
}

const nothing: RawAnswer = { status: 0, head: '', headers: new Map(), body: '' };

/** @returns undefined as long as there has to come more */
function readAnswer(text: string, hasBody: boolean, isOver: boolean): RawAnswer | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = text.slice(0, end);
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]);
  const rest = text.slice(end + 4);
  if (status < 200) return readAnswer(rest, hasBody, isOver);
  const headers = headersOf(head);
  const length = hasBody && status !== 304 ? headers.get('content-length') : '0';
  if (rest.length < Number(length ?? Number.POSITIVE_INFINITY) && !isOver) return undefined;
  return {
    status,
    head,
    headers,
    body: rest.slice(0, length === undefined ? undefined : Number(length)),
  };
}

function headersOf(head: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of head.split('\r\n').slice(1)) {
    const [, name = '', value = ''] = /^([^:]*): ?(.*)$/s.exec(line) ?? [];
    const present = headers.get(name.toLowerCase());
    headers.set(name.toLowerCase(), present === undefined ? value : `${present}\n${value}`);
  }
  return headers;
}
