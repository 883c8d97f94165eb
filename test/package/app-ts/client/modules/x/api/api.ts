import { createApi } from 'lwc-bff/browser/api';
import { createSession } from 'lwc-bff/browser/session';
import { createTransport } from 'lwc-bff/browser/transport';
import type { Routes } from '../../../../routes.ts';

export type { Result } from 'lwc-bff/browser/api';

const transport = createTransport();
export const session = createSession({ transport });
session.read();
const { query } = createApi<Routes>({ transport, session });

export const myOrders = query('myOrders');
