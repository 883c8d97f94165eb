import { createConnection } from 'bff/connection';

/** Whether there is a connection, for the whole page. */
export const connection = createConnection();
