import { createApi } from 'lwc-bff/browser/api';
import { createSession } from 'lwc-bff/browser/session';
import { createTransport } from 'lwc-bff/browser/transport';

const transport = createTransport();
export const session = createSession({ transport });
session.read();
const { query } = createApi({ transport, session });

export const myOrders = query('myOrders');
