/** A form of a page, as its button would send it. */
export interface HtmlForm {
  readonly action: URL;
  readonly method: 'GET' | 'POST';
  /** The values that the page has put into its fields, hidden ones included; no button's. */
  readonly values: URLSearchParams;
  /** The names of its buttons. */
  readonly buttons: readonly string[];
}

/** The first form of a page, or `undefined` where there is none. Reads the plain HTML of the org's pages. */
export function htmlForm(html: string, page: URL): HtmlForm | undefined {
  const [, start, content] = /<form\b([^>]*)>(.*?)<\/form>/is.exec(html) ?? [];
  if (start === undefined || content === undefined) return undefined;
  const form = attributesOf(start);
  const values = new URLSearchParams();
  for (const [, text = ''] of content.matchAll(/<input\b([^>]*)>/gi)) {
    const { name, value = '', type } = attributesOf(text);
    if (name !== undefined && type !== 'submit') values.append(name, value);
  }
  return {
    action: new URL(form.action ?? '', page),
    method: form.method?.toLowerCase() === 'post' ? 'POST' : 'GET',
    values,
    buttons: [...content.matchAll(/<button\b([^>]*)>/gi)].flatMap(
      ([, text = '']) => attributesOf(text).name ?? [],
    ),
  };
}

function attributesOf(tag: string): Readonly<Record<string, string | undefined>> {
  const attributes = tag.matchAll(/([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g);
  return Object.fromEntries(
    [...attributes].map(([, name = '', double, single, bare]) => [
      name.toLowerCase(),
      decoded(double ?? single ?? bare ?? ''),
    ]),
  );
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

const decoded = (text: string) =>
  text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (entity, hex, decimal, name) => {
    if (name !== undefined) return entities[name] ?? entity;
    return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
  });
