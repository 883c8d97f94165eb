import type { Answer, CookieJar } from './cookie-jar.ts';
import { htmlForm } from './html-form.ts';

/**
 * Fills in a page's first form and sends it, hidden fields included.
 *
 * @param stayAt the origin that redirects are followed at; without it they are followed anywhere
 * @throws {Error} when the page has no form
 */
export async function submitForm(
  jar: CookieJar,
  page: Answer,
  fields: Readonly<Record<string, string>>,
  stayAt?: string,
): Promise<Answer> {
  const form = htmlForm(page.body, page.url);
  if (form === undefined) {
    throw new Error(`${page.url} (${page.status}) has no form:\n${page.body}`);
  }
  const { action, method, values } = form;
  for (const [name, value] of Object.entries(fields)) values.set(name, value);
  const navigation = { from: page.url, ...(stayAt === undefined ? {} : { stayAt }) };
  if (method === 'POST') return jar.open(action, { ...navigation, method, form: values });
  action.search = values.toString();
  return jar.open(action, navigation);
}
