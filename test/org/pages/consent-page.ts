import type { Response } from 'express';
import { html } from './html.ts';
import { sendPage } from './send-page.ts';

/** "Allow access?": which app asks for what, in whose name; `decision` is `allow` or `deny`. */
export function sendConsentPage(
  res: Response,
  page: {
    organizationName: string;
    appName: string;
    attempt: string;
    user: { name: string; username: string };
    meanings: readonly string[];
    formLeadsTo: readonly string[];
  },
): void {
  sendPage(res, {
    title: 'Allow access?',
    organizationName: page.organizationName,
    formLeadsTo: page.formLeadsTo,
    content: html`<h1>Allow access?</h1>
<p><strong>${page.appName}</strong> asks to:</p>
<ul class="meanings">
${page.meanings.map(
  (meaning) => html`<li>${meaning}</li>
`,
)}</ul>
<p>Do you allow it for <strong>${page.user.name}</strong> (${page.user.username})?</p>
<form method="post" action="/consent" class="decision">
<input type="hidden" name="attempt" value="${page.attempt}">
<button type="submit" class="primary" name="decision" value="allow">Allow</button>
<button type="submit" name="decision" value="deny">Deny</button>
</form>`,
  });
}
