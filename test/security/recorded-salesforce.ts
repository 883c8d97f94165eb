import { once } from 'node:events';
import { createServer, request as forward, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it arrived at Salesforce. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Salesforce behind somebody who writes down what the server sends it. */
export interface RecordedSalesforce {
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  close(): Promise<void>;
}

/**
 * @param orgUrl the embedded org, which takes the host that it is asked by for its own
 * @example const salesforce = await recordSalesforce(product.orgUrl);
 */
export async function recordSalesforce(orgUrl: string): Promise<RecordedSalesforce> {
  const requests: RecordedRequest[] = [];
  const server = createServer((from, to) => {
    const { method = 'GET', url: path = '/', headers } = from;
    const chunks: Buffer[] = [];
    from.on('data', (chunk: Buffer) => chunks.push(chunk));
    from.once('end', () => {
      const body = Buffer.concat(chunks);
      requests.push({ method, path, headers, body: body.toString() });
      const passed = forward(orgUrl + path, { method, headers }, (answer) => {
        to.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(to);
      });
      passed.once('error', () => to.destroy());
      passed.end(body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
