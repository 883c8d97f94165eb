import { describe, expect, it } from 'vitest';
import { readXml } from './read-xml.ts';
import { writeXml } from './write-xml.ts';

describe('readXml', () => {
  it('resolves prefixes and the namespace that has none, each where it is declared', () => {
    const read = readXml(`<?xml version="1.0"?>
<a:one xmlns:a="urn:a" xmlns='urn:none'><two/><b:two xmlns:b="urn:b"><two xmlns=""/></b:two></a:one>
<!-- after -->`);
    expect(read).toMatchObject({
      name: 'one',
      namespace: 'urn:a',
      children: [
        { name: 'two', namespace: 'urn:none' },
        { name: 'two', namespace: 'urn:b', children: [{ name: 'two', namespace: '' }] },
      ],
    });
  });

  it('joins text, references, CDATA, and what stands around comments', () => {
    const { text } = readXml('<a> &lt;x&gt;&amp;&#65;&#x1F600;<!-- no --><![CDATA[<&>]]> </a>');
    expect(text).toBe(' <x>&A😀<&> ');
  });

  it.each([
    ['nothing', ''],
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a/>'],
    ['an entity of the document', '<a>&b;</a>'],
    ['an open reference', '<a>one & two</a>'],
    ['a character that XML does not have', '<a>&#0;</a>'],
    ['a processing instruction', '<a><?php ?></a>'],
    ['an end too few', '<a><b></a>'],
    ['an end too many', '<a/></a>'],
    ['a second root', '<a/><b/>'],
    ['text outside', '<a/>text'],
    ['a prefix that nobody declared', '<p:a/>'],
    ['an attribute twice', '<a b="1" b="2"/>'],
    ['an attribute without quotes', '<a b=1/>'],
    ['an attribute with a tag in it', '<a b="<"/>'],
    ['a great depth', `${'<a>'.repeat(20)}${'</a>'.repeat(20)}`],
    ['very many elements', `<a>${'<b/>'.repeat(1000)}</a>`],
  ])('refuses %s', (_, source) => {
    expect(() => readXml(source)).toThrow(SyntaxError);
  });

  it.each(['<a ', '<a b="'])('reads %j, sixty thousand characters long, in no time', (start) => {
    const before = performance.now();
    expect(() => readXml(start + ' x'.repeat(30_000))).toThrow(SyntaxError);
    expect(() => readXml(`<!--${'-'.repeat(60_000)}`)).toThrow(SyntaxError);
    expect(performance.now() - before).toBeLessThan(500);
  });
});

describe('writeXml', () => {
  it('writes what readXml reads back, whatever it says', () => {
    const text = `<b>&amp;</b> "quoted" 'so' ]]> 😀`;
    expect(readXml(writeXml({ a: { b: text, c: 7, d: false } }))).toMatchObject({
      name: 'a',
      children: [{ name: 'b', text }, { text: '7' }, { text: 'false' }],
    });
  });

  it('writes null as nil, and a replacement for what XML cannot carry', () => {
    expect(writeXml({ a: null, b: '\u0000\uD800' })).toBe('<a xsi:nil="true"/><b>\uFFFD\uFFFD</b>');
  });
});
