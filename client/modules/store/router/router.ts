import { createRouter } from 'bff/router';
import { paths } from './paths.ts';

/** The storefront's pages. */
export const router = createRouter({ patterns: paths });
