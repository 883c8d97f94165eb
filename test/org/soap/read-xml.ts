import { decodeXml } from './xml-text.ts';

/** An element with its namespace resolved; white space around text is kept. */
export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** Deeper or larger than any call of the API's has a reason to be. */
const deepest = 12;
const mostElements = 500;

const name = '[A-Za-z_][\\w.-]*';
const qualified = `(?:(${name}):)?(${name})`;
const startTag = new RegExp(
  `<${qualified}((?:\\s+(?:${name}:)?${name}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`,
  'y',
);
const attribute = new RegExp(`\\s((?:${name}:)?${name})\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'g');
const endTag = new RegExp(`</((?:${name}:)?${name})\\s*>`, 'y');
const comment = /<!--(?:(?!--)[\s\S])*-->/y;
const cdata = /<!\[CDATA\[([\s\S]*?)\]\]>/y;
const characters = /[^<]+/y;
const declaration = /^\uFEFF?<\?xml\s[^?<>]*\?>/;

interface OpenElement {
  readonly tag: string;
  readonly name: string;
  readonly namespace: string;
  readonly namespaces: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

/**
 * Reads a small document: elements, attributes (of which only namespaces count), text, CDATA,
 * comments. Document types are refused, and with them every entity that could grow or reach out.
 *
 * @throws SyntaxError for anything else, and for what is unreasonably deep or large
 */
export function readXml(source: string): XmlElement {
  let place = declaration.exec(source)?.[0].length ?? 0;
  let elements = 0;
  let root: XmlElement | undefined;
  const open: OpenElement[] = [];

  function take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = place;
    const match = pattern.exec(source);
    if (match !== null) place += match[0].length;
    return match;
  }

  function append(text: string): void {
    const parent = open.at(-1);
    if (parent !== undefined) parent.text += text;
    else if (text.trim() !== '') throw new SyntaxError('Content is not allowed here.');
  }

  function close(element: OpenElement): void {
    const { name: localName, namespace, text, children } = element;
    const closed = { name: localName, namespace, text, children };
    const parent = open.at(-1);
    if (parent !== undefined) parent.children.push(closed);
    else root = closed;
  }

  function start([, prefix, localName = '', attributes = '', empty]: RegExpExecArray): void {
    elements += 1;
    if (elements > mostElements || open.length >= deepest || root !== undefined) {
      throw new SyntaxError('The markup in the document must be well-formed.');
    }
    const outer = open.at(-1)?.namespaces ?? new Map<string, string>();
    const namespaces = declaredIn(attributes, outer);
    const namespace = namespaces.get(prefix ?? '');
    if (prefix !== undefined && namespace === undefined) {
      throw new SyntaxError(`The prefix "${prefix}" for element "${localName}" is not bound.`);
    }
    const tag = prefix === undefined ? localName : `${prefix}:${localName}`;
    const element = { tag, name: localName, namespaces, children: [], text: '' };
    const opened = { ...element, namespace: namespace ?? '' };
    if (empty === '/') close(opened);
    else open.push(opened);
  }

  function end([, tag]: RegExpExecArray): void {
    const element = open.pop();
    if (element === undefined || element.tag !== tag) {
      throw new SyntaxError(`The end-tag for element type "${tag ?? ''}" has no start.`);
    }
    close(element);
  }

  while (place < source.length) {
    const text = take(characters);
    const literal = text ?? take(cdata);
    if (literal !== null) {
      append(text === null ? (literal[1] ?? '') : decodeXml(literal[0]));
      continue;
    }
    const opening = take(startTag);
    const closing = opening ?? take(endTag);
    if (opening !== null) start(opening);
    else if (closing !== null) end(closing);
    else if (take(comment) === null) {
      throw new SyntaxError('The markup in the document must be well-formed.');
    }
  }
  if (root === undefined || open.length > 0) {
    // Seen.
    throw new SyntaxError('Premature end of file.');
  }
  return root;
}

/** The namespaces in force inside an element. */
function declaredIn(
  attributes: string,
  outer: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const own = new Map<string, string>();
  const seen = new Set<string>();
  for (const [, attributeName = '', double, single] of attributes.matchAll(attribute)) {
    if (seen.has(attributeName)) throw new SyntaxError(`attribute repeated: ${attributeName}`);
    seen.add(attributeName);
    const value = decodeXml(double ?? single ?? '');
    if (attributeName === 'xmlns') own.set('', value);
    else if (attributeName.startsWith('xmlns:')) own.set(attributeName.slice(6), value);
  }
  return own.size === 0 ? outer : new Map([...outer, ...own]);
}
