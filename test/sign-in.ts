import type { Answer, CookieJar } from './cookie-jar.ts';
import { htmlForm } from './html-form.ts';
import { submitForm } from './submit-form.ts';

/** Who signs in, and what happens on the way. */
export interface SignInOptions {
  readonly password?: string;
  /** Where to come back to. */
  readonly returnTo?: string;
  /** What is answered where the org asks for consent. */
  readonly decision?: 'allow' | 'deny';
}

/**
 * Signs a user in as a person does: `/auth/login`, the org's own sign-in form, its consent page
 * where it shows one, and back.
 *
 * @returns the page that the person ends on: the app's, or the org's when it refuses
 * @throws {Error} when a page of the org's has no form that a person could go on with
 * @example
 * const jar = new CookieJar();
 * await signIn(jar, product.appUrl, 'ada@northwind.example');
 */
export async function signIn(
  jar: CookieJar,
  appUrl: string,
  username: string,
  { password = 'demo-password', returnTo = '/', decision = 'allow' }: SignInOptions = {},
): Promise<Answer> {
  const start = new URL('/auth/login', appUrl);
  start.searchParams.set('returnTo', returnTo);
  let page = await jar.open(start);
  if (page.url.origin === start.origin) return page;
  page = await submitForm(jar, page, { username, pw: password });
  const asksForConsent = htmlForm(page.body, page.url)?.buttons.includes('decision');
  return page.url.origin !== start.origin && asksForConsent
    ? submitForm(jar, page, { decision })
    : page;
}
