/** An element's text, or the elements in it. */
export type XmlContent = string | number | boolean | readonly XmlElement[];
export type XmlElement = readonly [name: string, content: XmlContent];

const namespace = 'http://soap.sforce.com/2006/04/metadata';

/** Metadata as Salesforce's own tools write it, four spaces a step, so that a retrieve changes little. */
export function xmlDocument(root: string, elements: readonly XmlElement[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<${root} xmlns="${namespace}">`,
    ...elements.flatMap((element) => linesOf(element, '    ')),
    `</${root}>`,
    '',
  ].join('\n');
}

function linesOf([name, content]: XmlElement, indent: string): string[] {
  if (typeof content !== 'object') {
    return [`${indent}<${name}>${escaped(String(content))}</${name}>`];
  }
  return [
    `${indent}<${name}>`,
    ...content.flatMap((element) => linesOf(element, `${indent}    `)),
    `${indent}</${name}>`,
  ];
}

/** Characters that XML 1.0 does not know at all (section 2.2) could not be escaped either. */
const unknownToXml = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

const escaped = (text: string): string =>
  text
    .replace(unknownToXml, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
