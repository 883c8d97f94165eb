/** What a browser without scripts shows after following redirects on the org's own host. */
export interface FormPage {
  readonly url: string;
  readonly status: number;
  readonly html: string;
}

/** Where a redirect led out of the org: the application's callback, as a rule. */
export interface Departure {
  readonly leftFor: URL;
}

/** A plain HTTP client with a cookie jar that fills in forms; for tests over HTTP. */
export interface FormBrowser {
  readonly cookies: Map<string, string>;
  open(url: string | URL): Promise<FormPage | Departure>;
  /** Sends the page's one form with its hidden fields and `fields`. */
  submit(page: FormPage, fields: Record<string, string>): Promise<FormPage | Departure>;
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** The value of an attribute in a tag, undefined where there is none. */
function attribute(tag: string, name: string): string | undefined {
  const [, value] = new RegExp(`\\s${name}="([^"]*)"`).exec(tag) ?? [];
  return value === undefined ? undefined : unescapeHtml(value);
}

export function createFormBrowser(): FormBrowser {
  const cookies = new Map<string, string>();

  async function request(url: URL, init: RequestInit = {}): Promise<FormPage | Departure> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      ...init,
      headers: cookie === '' ? {} : { cookie },
      redirect: 'manual',
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) {
      return { url: url.href, status: response.status, html: await response.text() };
    }
    const next = new URL(location, url);
    return next.origin === url.origin ? request(next) : { leftFor: next };
  }

  return {
    cookies,
    open: (url) => request(new URL(url)),
    submit(page, fields) {
      const [form = ''] = /<form[\s\S]*?<\/form>/.exec(page.html) ?? [];
      const body = new URLSearchParams();
      for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
        if (attribute(tag, 'type') !== 'hidden') continue;
        body.set(attribute(tag, 'name') ?? '', attribute(tag, 'value') ?? '');
      }
      for (const [name, value] of Object.entries(fields)) body.set(name, value);
      const action = new URL(attribute(form, 'action') ?? '', page.url);
      return request(action, { method: 'POST', body });
    },
  };
}

/** Fails where the browser has left the org, or has not. */
export function expectPage(answer: FormPage | Departure): FormPage {
  if ('leftFor' in answer) throw new Error(`left for ${answer.leftFor.href}`);
  return answer;
}

export function expectDeparture(answer: FormPage | Departure): URL {
  if ('leftFor' in answer) return answer.leftFor;
  throw new Error(`still at ${answer.url}: ${answer.status} ${answer.html}`);
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
  if ('html' in answer && answer.html.includes('name="pw"')) {
    const { username, password = 'demo-password' } = who;
    answer = await browser.submit(answer, { username, pw: password });
  }
  if ('html' in answer && answer.html.includes('name="decision"')) {
    answer = await browser.submit(answer, { decision: 'allow' });
  }
  return expectDeparture(answer);
}
