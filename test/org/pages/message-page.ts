import type { Response } from 'express';
import { html } from './html.ts';
import { sendPage } from './send-page.ts';

/** A page that only says something: an error that must not redirect, "signed out", "not found". */
export function sendMessagePage(
  res: Response,
  page: {
    status?: number;
    organizationName: string;
    title: string;
    message: string;
    /** `error=…&error_description=…`, to be read by people and searched for by programs. */
    detail?: string;
  },
): void {
  sendPage(res, {
    ...(page.status === undefined ? {} : { status: page.status }),
    title: page.title,
    organizationName: page.organizationName,
    content: html`<h1>${page.title}</h1>
<p>${page.message}</p>
${page.detail === undefined ? undefined : html`<p><code>${page.detail}</code></p>`}`,
  });
}
