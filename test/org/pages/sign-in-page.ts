import type { Response } from 'express';
import { demoPassword, demoUsers } from './demo-users.ts';
import { html } from './html.ts';
import { sendPage } from './send-page.ts';

/** The sign-in form; its fields `username` and `pw` are those of Salesforce's own page. */
export function sendSignInPage(
  res: Response,
  page: {
    organizationName: string;
    appName: string;
    /** The hidden field that ties the form to this browser and this request. */
    attempt: string;
    username: string;
    failure?: string;
    formLeadsTo: readonly string[];
    /** Where a click on a demo user leads: this page again with the name filled in. */
    linkFor: (username: string) => string;
  },
): void {
  const { username } = page;
  sendPage(res, {
    title: 'Sign in',
    organizationName: page.organizationName,
    formLeadsTo: page.formLeadsTo,
    content: html`<h1>Sign in</h1>
<p>to continue to <strong>${page.appName}</strong></p>
${page.failure === undefined ? undefined : html`<p class="failure" id="failure" role="alert">${page.failure}</p>`}
<form method="post" action="/login">
<input type="hidden" name="attempt" value="${page.attempt}">
<label for="username">Username</label>
<input id="username" name="username" type="text" value="${username}" autocomplete="username" autocapitalize="none" spellcheck="false" required${page.failure === undefined ? undefined : html` aria-describedby="failure"`}${username === '' ? html` autofocus` : undefined}>
<label for="password">Password</label>
<input id="password" name="pw" type="password" autocomplete="current-password" required${username === '' ? undefined : html` autofocus`}>
<button type="submit" class="primary" name="Login">Log In</button>
</form>
<section class="users" aria-labelledby="users">
<h2 id="users">Demo users</h2>
<p>This org is for trying things out. Choose somebody; the password is always <code>${demoPassword}</code>.</p>
<ul>
${demoUsers.map(
  (user) =>
    html`<li><a href="${page.linkFor(user.username)}">${user.username}</a> <span>${user.who}</span></li>
`,
)}</ul>
</section>`,
  });
}
