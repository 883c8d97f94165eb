import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Request, type Response, type Router } from 'express';
import sirv from 'sirv';
import { Problem } from './bff/index.ts';

/** Where `npm run build` leaves the client. */
export const clientFolder = join(import.meta.dirname, '..', 'dist', 'client');

const forEver = 31_536_000;

/** What the build has written of a page: the pattern of its paths, and the files that it will need. */
type PageFiles = readonly (readonly [pattern: string, link: string])[];

/** Tells a browser of the files of a page before the page's own script asks for them. */
function linksOf(folder: string): (path: string) => string | undefined {
  const file = join(folder, '.pages.json');
  // The build's own file; a client that is built otherwise needs none.
  const written = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as PageFiles) : [];
  const pages = written.map(([pattern, link]) => [new RegExp(pattern), link] as const);
  return (path) => pages.find(([pattern]) => pattern.test(path))?.[1];
}

/**
 * The built client: its files, and its page for every address that is not a file's, because the page
 * itself finds out what to show there.
 *
 * @param folder what the build has written, each file with its `.br` and `.gz`
 * @throws {Error} when the client has not been built
 */
export function clientFiles(folder: string): Router {
  if (!existsSync(join(folder, 'index.html'))) {
    throw new Error('The client is not built. Run: npm run build');
  }
  const linkOf = linksOf(folder);
  const files = sirv(folder, {
    etag: true,
    brotli: true,
    gzip: true,
    setHeaders(response, path) {
      // Names under /assets/ carry a hash of what is in them.
      response.setHeader(
        'Cache-Control',
        path.startsWith('/assets/') ? `public, max-age=${forEver}, immutable` : 'no-cache',
      );
    },
  });

  function page(request: Request, response: Response): void {
    // What ends like a file's name is a file that is missing; a dot alone may be part of an address.
    const isFile = /\.[a-z][a-z\d]+$/i.test(request.path);
    if (isFile || !request.accepts('html'))
      throw new Problem('not_found', 'There is no such file.');
    request.url = '/';
    files(request, response);
  }

  function announce(request: Request, response: Response): void {
    const link = request.accepts('html') && linkOf(request.path);
    if (link) response.setHeader('Link', link);
  }

  const router = express.Router();
  router.use((request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') {
      announce(request, response);
      next();
    } else {
      throw new Problem('method_not_allowed', 'Pages and files are only read.', {
        headers: { Allow: 'GET, HEAD' },
      });
    }
  });
  router.use((request, _response, next) => {
    // sirv throws at one that ends before it begins. Whoever asks for a part may be given all of it
    // (RFC 9110, section 14.2), and no file here is so large that somebody would go on with half of it.
    delete request.headers.range;
    next();
  });
  router.use(files, page);
  return router;
}
