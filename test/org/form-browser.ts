import { type Answer, CookieJar } from '../cookie-jar.ts';
import { submitForm } from '../submit-form.ts';
import { demoPassword } from './pages/demo-users.ts';

/** Where a redirect led out of the org: the application's callback, as a rule. */
interface Departure {
  readonly leftFor: URL;
}

/** A browser that stops where it leaves the org: nobody needs to listen at the application's address. */
export interface FormBrowser {
  readonly jar: CookieJar;
  open(url: string | URL): Promise<Answer | Departure>;
  /** Sends the page's form with its hidden fields and `fields`. */
  submit(page: Answer, fields: Record<string, string>): Promise<Answer | Departure>;
}

function departureOf(answer: Answer): Answer | Departure {
  const location = answer.headers.get('location');
  return location === null ? answer : { leftFor: new URL(location, answer.url) };
}

export function createFormBrowser(jar: CookieJar = new CookieJar()): FormBrowser {
  return {
    jar,
    async open(address) {
      const url = new URL(address);
      return departureOf(await jar.open(url, { stayAt: url.origin }));
    },
    submit: async (page, fields) =>
      departureOf(await submitForm(jar, page, fields, page.url.origin)),
  };
}

/** Fails where the browser has left the org, or has not. */
export function expectPage(answer: Answer | Departure): Answer {
  if ('leftFor' in answer) throw new Error(`left for ${answer.leftFor.href}`);
  return answer;
}

export function expectDeparture(answer: Answer | Departure): URL {
  if ('leftFor' in answer) return answer.leftFor;
  throw new Error(`still at ${answer.url}: ${answer.status} ${answer.body}`);
}

/**
 * Goes the whole way from an authorize address to the application's callback.
 *
 * @returns the callback's address, with `code` and `state`
 */
export async function signInByForm(
  browser: FormBrowser,
  authorizeUrl: string | URL,
  who: { username: string; password?: string },
): Promise<URL> {
  let answer = await browser.open(authorizeUrl);
  if ('body' in answer && answer.body.includes('name="pw"')) {
    const { username, password = demoPassword } = who;
    answer = await browser.submit(answer, { username, pw: password });
  }
  if ('body' in answer && answer.body.includes('name="decision"')) {
    answer = await browser.submit(answer, { decision: 'allow' });
  }
  return expectDeparture(answer);
}
