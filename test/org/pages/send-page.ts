import type { Response } from 'express';
import { type Html, html } from './html.ts';

/**
 * Answers with a whole page around `content`.
 *
 * @param formLeadsTo origins that the form's answer may redirect to: Chromium holds redirects
 *   after a form to `form-action` too
 */
export function sendPage(
  res: Response,
  page: {
    status?: number;
    title: string;
    organizationName: string;
    content: Html;
    formLeadsTo?: readonly string[];
  },
): void {
  const formAction = ["'self'", ...(page.formLeadsTo ?? [])].join(' ');
  res
    .status(page.status ?? 200)
    .set({
      'Content-Security-Policy': `default-src 'none'; style-src 'self'; img-src data:; form-action ${formAction}; base-uri 'none'; frame-ancestors 'none'`,
      'X-Content-Type-Options': 'nosniff',
      // The address carries state and code challenge; they are nobody else's business.
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-store',
    })
    .type('html')
    .send(
      html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} · ${page.organizationName}</title>
<link rel="stylesheet" href="/org.css">
<link rel="icon" href="data:,">
</head>
<body>
<main>
<header><span class="mark" aria-hidden="true"></span><p>${page.organizationName}<small>embedded org</small></p></header>
${page.content}
</main>
<footer>A stand-in for a Salesforce org, for development and tests. Not affiliated with Salesforce.</footer>
</body>
</html>
`.text,
    );
}
