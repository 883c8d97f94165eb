import { encodeXml } from './xml-text.ts';

/** What an element holds: text, more elements, or null for one that is there and says nothing. */
export type XmlContent = string | number | boolean | null | XmlFields;

/** Elements in their order, which matters to Salesforce's clients: their types are sequences. */
export interface XmlFields {
  readonly [name: string]: XmlContent;
}

/** Elements by their (qualified) names, which are the program's own; text is escaped. */
export function writeXml(fields: XmlFields): string {
  return Object.entries(fields)
    .map(([name, content]) => {
      if (content === null) return `<${name} xsi:nil="true"/>`;
      const inner = typeof content === 'object' ? writeXml(content) : encodeXml(String(content));
      return `<${name}>${inner}</${name}>`;
    })
    .join('');
}
