import { createObserved, type Observed } from 'bff/observed';

/** Whether the browser has a connection at all: where it has one the server may be away all the same. */
export interface Connection {
  readonly online: boolean;
}

/**
 * Watches the browser's connection, as long as the page is there.
 *
 * @example
 * export const connection = createConnection();
 * @wire(connection) connection?: Connection; // in a component
 */
export function createConnection(view: Window = window): Observed<Connection> {
  const { observed, publish } = createObserved<Connection>({ online: view.navigator.onLine });
  for (const online of [true, false]) {
    view.addEventListener(online ? 'online' : 'offline', () => publish({ online }));
  }
  return observed;
}
