/** One request of a jar's and all that came back, for searching. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

/** An answer whose body has been read already. */
export interface Answer {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  readonly secure: boolean;
  readonly sameSite: string;
}

interface Navigation {
  readonly method?: 'GET' | 'POST';
  readonly form?: URLSearchParams;
  /** The page that the navigation starts from; without it somebody typed the address. */
  readonly from?: URL;
  /** The origin to stay at: a redirect away from it is not followed, it is the answer. */
  readonly stayAt?: string;
}

/**
 * A browser without scripts or windows: it keeps cookies as a browser would, follows redirects from
 * host to host, and remembers every byte it was sent.
 *
 * Cookies belong to a host, whatever its port (RFC 6265 section 8.5). `SameSite=Strict` ones stay
 * behind when another site has a part in the navigation, as in RFC 6265bis section 5.2.
 *
 * @example
 * const jar = new CookieJar();
 * const page = await jar.open(new URL('/auth/login', appUrl));
 * const session = await jar.request(new URL('/auth/session', appUrl));
 */
export class CookieJar {
  readonly exchanges: Exchange[] = [];
  readonly #cookies = new Map<string, Map<string, Cookie>>();

  /** Goes to an address as a navigation does, along at most ten redirects. */
  async open(url: URL, navigation: Navigation = {}): Promise<Answer> {
    let { method = 'GET', form } = navigation;
    let strict = navigation.from === undefined || navigation.from.hostname === url.hostname;
    let next = url;
    for (let redirects = 0; redirects <= 10; redirects += 1) {
      const body = form === undefined ? {} : { body: form };
      const answer = await this.#send(next, { method, ...body }, strict);
      const location = answer.headers.get('location');
      if (answer.status < 300 || answer.status > 399 || location === null) return answer;
      const target = new URL(location, next);
      if (target.origin !== (navigation.stayAt ?? target.origin)) return answer;
      strict &&= target.hostname === next.hostname;
      next = target;
      if (answer.status < 307) [method, form] = ['GET', undefined];
    }
    throw new Error(`More than ten redirects from ${url}`);
  }

  /** Sends one request as a script of the page at the same origin does, and follows no redirect. */
  async request(url: URL, init: RequestInit = {}): Promise<Answer> {
    return this.#send(url, init, true);
  }

  /** The cookies that would go with a request to `url`, as the value of its `Cookie` header. */
  cookieHeader(url: URL, strict = true): string {
    return [...(this.#cookies.get(url.hostname)?.values() ?? [])]
      .filter(({ path }) => url.pathname === path || url.pathname.startsWith(withSlash(path)))
      .filter(({ secure }) => !secure || isTrustworthy(url))
      .filter(({ sameSite }) => strict || sameSite !== 'strict')
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  /** The value of one of the cookies that would go with a request to `url`. */
  cookie(url: URL, name: string): string | undefined {
    const pairs = this.cookieHeader(url).split('; ');
    return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  }

  /** Puts a cookie in as if `url` had sent this `Set-Cookie`: for one that is forged or stolen. */
  plant(url: URL, setCookie: string): void {
    this.#keep(url, setCookie);
  }

  /** Another jar with the same cookies, as somebody has who has copied them. */
  copy(): CookieJar {
    const other = new CookieJar();
    for (const [host, cookies] of this.#cookies) other.#cookies.set(host, new Map(cookies));
    return other;
  }

  /** Every byte that a host has sent to this jar, in one text. */
  received(host: string): string {
    return this.exchanges
      .filter(({ url }) => new URL(url).hostname === host)
      .map(({ headers, body }) => `${headers}\n\n${body}`)
      .join('\n\n');
  }

  async #send(url: URL, init: RequestInit, strict: boolean): Promise<Answer> {
    const headers = new Headers(init.headers);
    const cookies = this.cookieHeader(url, strict);
    if (cookies !== '') headers.set('cookie', cookies);
    const response = await fetch(url, {
      signal: AbortSignal.timeout(30_000),
      ...init,
      headers,
      redirect: 'manual',
    });
    const body = await response.text();
    for (const line of response.headers.getSetCookie()) this.#keep(url, line);
    this.exchanges.push({
      method: init.method ?? 'GET',
      url: url.href,
      status: response.status,
      headers: [...response.headers].map((header) => header.join(': ')).join('\n'),
      body,
    });
    return { url, status: response.status, headers: response.headers, body };
  }

  #keep(url: URL, line: string): void {
    const [pair = '', ...rest] = line.split(';').map((part) => part.trim());
    const [name, value] = splitAt(pair, '=');
    const attributes = new Map(
      rest.map((part) => splitAt(part, '=')).map(([key, text]) => [key.toLowerCase(), text]),
    );
    const secure = attributes.has('secure');
    if (secure && !isTrustworthy(url)) return;
    const path = attributes.get('path')?.startsWith('/') ? attributes.get('path') : undefined;
    const cookie: Cookie = {
      name,
      value,
      path: path ?? defaultPath(url),
      secure,
      sameSite: (attributes.get('samesite') ?? 'lax').toLowerCase(),
    };
    const kept = this.#cookies.get(url.hostname) ?? new Map<string, Cookie>();
    this.#cookies.set(url.hostname, kept);
    const key = `${name};${cookie.path}`;
    if (isOver(attributes)) kept.delete(key);
    else kept.set(key, cookie);
  }
}

/** RFC 6265 section 5.1.4. */
const defaultPath = ({ pathname }: URL) => pathname.slice(0, pathname.lastIndexOf('/')) || '/';

const withSlash = (path: string) => (path.endsWith('/') ? path : `${path}/`);

/** Browsers treat loopback like https where a cookie is `Secure`. */
const isTrustworthy = ({ protocol, hostname }: URL) =>
  protocol === 'https:' || hostname === 'localhost' || hostname === '127.0.0.1';

function isOver(attributes: ReadonlyMap<string, string>): boolean {
  const age = attributes.get('max-age');
  if (age !== undefined) return Number(age) <= 0;
  const expires = attributes.get('expires');
  return expires !== undefined && Date.parse(expires) <= Date.now();
}

function splitAt(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}
