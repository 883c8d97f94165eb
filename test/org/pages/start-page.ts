import type { Response } from 'express';
import { demoPassword, demoUsers } from './demo-users.ts';
import { html } from './html.ts';
import { sendPage } from './send-page.ts';

/** What somebody finds who opens the org's own address. */
export function sendStartPage(res: Response, organizationName: string): void {
  sendPage(res, {
    title: 'Embedded org',
    organizationName,
    content: html`<h1>This is the embedded org</h1>
<p>It speaks Salesforce’s OAuth and REST, so an application can sign people in and read their records here. Open the application to begin; it sends you here to sign in.</p>
<ul class="meanings">
<li><a href="/.well-known/openid-configuration">OpenID configuration</a></li>
<li><a href="/services/data">REST API versions</a></li>
<li><a href="/__org__/apps">Applications that may sign people in</a></li>
<li><a href="/__org__/calls">Calls since the last reset</a></li>
</ul>
<section class="users" aria-labelledby="users">
<h2 id="users">Demo users</h2>
<p>The password is always <code>${demoPassword}</code>.</p>
<ul>
${demoUsers.map(
  (user) => html`<li>${user.username} <span>${user.who}</span></li>
`,
)}</ul>
</section>`,
  });
}
