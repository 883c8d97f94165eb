import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { matches, rowsOf } from './markdown.ts';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const operations = read('docs/operations.md');
const sources = globSync('server/**/*.ts', { cwd: root }).map((file) => read(file));
const inCode = (pattern: RegExp) =>
  [...new Set(sources.flatMap((source) => matches(source, pattern)))].toSorted();
/** What the first cells of a table name. */
const listed = (heading: string) =>
  rowsOf(operations, heading)
    .flatMap(([cell = '']) => matches(cell, /`([^`]+)`/g))
    .toSorted();

describe('docs/operations.md', () => {
  it('lists every event of the log, and no other', () => {
    const events = inCode(/\bevent: '([^']+)'/g);
    expect([...listed('event'), 'request'].toSorted()).toEqual(events);
    expect(events.length).toBeGreaterThan(15);
  });

  it('would miss no event: each is written as a text', () => {
    const others = inCode(/\bevent: (?!')(.*)$/gm).filter((rest) => !/^string\b/.test(rest));
    expect(others).toEqual([]);
  });

  it('lists every field of a request’s line, and no other', () => {
    const [, line = ''] =
      /log\.info\(\{([\s\S]*?)\n {6}\}\)/.exec(read('server/bff/middleware/request-log.ts')) ?? [];
    const fields = matches(line, /^ {8}(\w+)[:,]/gm).filter((field) => field !== 'event');
    expect(listed('field')).toEqual(fields.toSorted());
    expect(fields.length).toBeGreaterThan(10);
  });

  it('lists every metric, with its kind, and no other', () => {
    const kinds = { Counter: 'counter', Histogram: 'histogram, s', ObservableGauge: 'gauge' };
    const made = sources.flatMap((source) => [
      ...source.matchAll(/\.create(Counter|Histogram|ObservableGauge)\(\s*'([^']+)'/g),
    ]);
    const metrics = made.map(([, kind, name]) => [
      `\`${name}\``,
      kinds[kind as keyof typeof kinds],
    ]);
    const rows = rowsOf(operations, 'metric').map(([name, kind]) => [name, kind]);
    expect(rows.toSorted()).toEqual(metrics.toSorted());
    expect(sources.join('').match(/\.create\w*(?:Counter|Histogram|Gauge)\(/g)).toHaveLength(
      metrics.length,
    );
  });

  it('lists every attribute that is measured, and no other', () => {
    const attributes = inCode(/'((?:lwc_bff|http|db|url|error|enduser)\.[\w.]+)'/g);
    const named = matches(operations, /`((?:lwc_bff|http|db|url|error|enduser)\.[\w.]+)`/g);
    expect([...new Set(named)].toSorted()).toEqual(attributes);
  });
});
