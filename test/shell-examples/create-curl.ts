/** What a call of curl answers, and what it prints. */
export interface CurlAnswer {
  readonly status: number;
  readonly output: string;
}

export type Curl = (args: readonly string[]) => Promise<CurlAnswer>;

/** The options that take a value; all others stand alone. */
const valued = new Set(['-X', '-H', '-d', '--data-urlencode', '-u', '-b', '-c', '-o', '-w']);
const alone = new Set(['-s', '-G']);

function readArguments(args: readonly string[]) {
  const given: { readonly option: string; readonly value: string }[] = [];
  let url: string | undefined;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (valued.has(arg)) {
      index += 1;
      given.push({ option: arg, value: args[index] ?? '' });
    } else if (alone.has(arg)) given.push({ option: arg, value: '' });
    else if (arg.startsWith('-') || url !== undefined) throw new Error(`curl ${arg}: not known`);
    else url = arg;
  }
  if (url === undefined) throw new Error('curl without an address');
  const allOf = (...names: string[]) => given.filter(({ option }) => names.includes(option));
  const lastOf = (name: string) => allOf(name).at(-1)?.value;
  return { url, allOf, lastOf };
}

/** `name=value` with the value encoded, as `--data-urlencode` has it. */
function encoded(data: string): string {
  const at = data.indexOf('=') + 1;
  return data.slice(0, at) + encodeURIComponent(data.slice(at));
}

/**
 * As much of curl as this repository's documents use, by fetch: no machine needs to have curl for
 * the tests. Cookies are kept by the names of their files and written nowhere.
 *
 * @example const { status, output } = await createCurl()(['-s', `${org.url}/services/data`]);
 */
export function createCurl(): Curl {
  const cookieFiles = new Map<string, Map<string, string>>();
  return async function curl(args) {
    const { url, allOf, lastOf } = readArguments(args);
    const data = allOf('-d', '--data-urlencode')
      .map(({ option, value }) => (option === '-d' ? value : encoded(value)))
      .join('&');
    const inQuery = allOf('-G').length > 0;
    const address = new URL(inQuery ? `${url}?${data}` : url);
    const body = inQuery || data === '' ? null : data;
    const headers = new Headers(
      allOf('-H').map(({ value }): [string, string] => {
        const [name = '', ...rest] = value.split(':');
        return [name, rest.join(':').trim()];
      }),
    );
    if (body !== null && !headers.has('content-type')) {
      headers.set('content-type', 'application/x-www-form-urlencoded');
    }
    const credentials = lastOf('-u');
    if (credentials) headers.set('authorization', `Basic ${btoa(credentials)}`);
    const sent = cookieFiles.get(lastOf('-b') ?? '') ?? new Map();
    if (sent.size > 0) headers.set('cookie', [...sent].map((pair) => pair.join('=')).join('; '));
    const method = lastOf('-X') ?? (body === null ? 'GET' : 'POST');
    const answer = await fetch(address, {
      ...{ method, headers, body, redirect: 'manual' },
      signal: AbortSignal.timeout(10_000),
    });
    const received = answer.headers.getSetCookie().map((line) => /^([^=]+)=([^;]*)/.exec(line));
    const file = lastOf('-c');
    if (file !== undefined) {
      const pairs = received.map((pair): [string, string] => [pair?.[1] ?? '', pair?.[2] ?? '']);
      cookieFiles.set(file, new Map([...sent, ...pairs]));
    }
    return { status: answer.status, output: await output(answer, lastOf('-o'), lastOf('-w')) };
  };
}

/** The body unless `-o` leads it away, then what `-w` asks for. */
async function output(answer: Response, into: string | undefined, format = ''): Promise<string> {
  const location = answer.headers.get('location');
  const redirectUrl = location === null ? '' : new URL(location, answer.url).href;
  const body = await answer.text();
  if (format.replace('%{redirect_url}', '').includes('%')) throw new Error(`curl -w ${format}`);
  return (into === undefined ? body : '') + format.replace('%{redirect_url}', redirectUrl);
}
