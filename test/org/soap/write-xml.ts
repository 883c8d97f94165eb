import { encodeXml } from './xml-text.ts';

/**
 * What an element holds: text, more elements, null for one that is there and says nothing; a list
 * is as many elements of the name.
 */
export type XmlContent = string | number | boolean | null | XmlFields | readonly XmlFields[];

/** Elements in their order, which matters to Salesforce's clients: their types are sequences. */
export interface XmlFields {
  readonly [name: string]: XmlContent;
}

/** Elements by their (qualified) names, which are the program's own; text is escaped. */
export function writeXml(fields: XmlFields): string {
  return Object.entries(fields)
    .map(([name, content]) => writeElement(name, content))
    .join('');
}

function writeElement(name: string, content: XmlContent): string {
  if (content === null) return `<${name} xsi:nil="true"/>`;
  if (isList(content)) return content.map((each) => writeElement(name, each)).join('');
  const inner = typeof content === 'object' ? writeXml(content) : encodeXml(String(content));
  return `<${name}>${inner}</${name}>`;
}

/** `Array.isArray` does not tell a read-only list from an object. */
function isList(content: XmlContent): content is readonly XmlFields[] {
  return Array.isArray(content);
}
