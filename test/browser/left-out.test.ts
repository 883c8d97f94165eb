import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { build, type Plugin, type Rolldown } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import config from '../../vite.config.ts';
import { launchBrowser } from './chromium.ts';

let folder: string;
beforeEach(async () => {
  // Vite would build for tests.
  vi.stubEnv('NODE_ENV', 'production');
  folder = await mkdtemp(join(tmpdir(), 'left-out-'));
  await writeFile(join(folder, 'package.json'), '{}');
  const modules = [{ dir: 'client/modules' }];
  await writeFile(join(folder, 'lwc.config.json'), JSON.stringify({ modules }));
});
afterEach(() => {
  vi.unstubAllEnvs();
  return rm(folder, { recursive: true });
});

/** All plugins of the build, but those that write of the storefront's pages and into its folder. */
const plugins = [config.plugins ?? []]
  .flat(2)
  .filter((plugin) => !['page-files', 'precompress'].includes((plugin as Plugin).name));

/** Builds components by themselves, `name.ts`, `name.html` …, as the storefront's are built. */
async function built(files: Readonly<Record<string, string>>, first: string): Promise<string> {
  const entry = join(folder, 'main.ts');
  await writeFile(
    entry,
    `import { createElement } from 'lwc';
    import First from './client/modules/x/${first.split('.')[0]}/${first}';
    document.body.append(createElement('x-first', { is: First }));`,
  );
  for (const [name, text] of Object.entries(files)) {
    const itsOwn = join(folder, 'client/modules/x', name.split('.')[0] ?? '');
    await mkdir(itsOwn, { recursive: true });
    await writeFile(join(itsOwn, name), text);
  }
  const result = await build({
    configFile: false,
    root: folder,
    logLevel: 'silent',
    plugins,
    resolve: { alias: { lwc: fileURLToPath(import.meta.resolve('lwc')) } },
    build: {
      ...config.build,
      write: false,
      rolldownOptions: {
        input: entry,
        treeshake: config.build?.rolldownOptions?.treeshake ?? true,
      },
    },
  });
  // Nobody watches.
  const { output } = [result].flat()[0] as Rolldown.RolldownOutput;
  return output.map((file) => (file.type === 'chunk' ? file.code : '')).join('\n');
}

const classOf = (inside: string, before = '') =>
  `import { LightningElement, track, api } from 'lwc'; ${before}
  export default class Part extends LightningElement { ${inside} }`;
const template = (inside: string, attributes = '') =>
  `<template ${attributes}>${inside}</template>`;

describe('the build refuses', () => {
  it.each<[what: string, files: Readonly<Record<string, string>>]>([
    ['@track', { 'part.ts': classOf('@track items = [];'), 'part.html': template('{items}') }],
    ['@track', { 'part.js': classOf('@track items = [];'), 'part.html': template('{items}') }],
    [
      'a component without a shadow',
      {
        'part.ts': classOf("static renderMode = 'light' as const;"),
        'part.html': template('', 'lwc:render-mode="light"'),
      },
    ],
    [
      'a component that is a field of a form',
      { 'part.ts': classOf('static formAssociated = true;'), 'part.html': template('') },
    ],
    [
      'a component that is a field of a form',
      {
        'part.ts': classOf('static get formAssociated() { return true; }'),
        'part.html': template(''),
      },
    ],
    [
      "styles of a component's class",
      {
        'part.ts': classOf('static stylesheets = [sheet];', "import sheet from './other.css';"),
        'part.html': template(''),
        'part.css': '',
      },
    ],
    ['styles in scopes', { 'part.scoped.css': 'p { color: red; }' }],
    ['a style attribute that changes', { 'part.html': template('<p style={look}></p>') }],
    [
      'a style attribute that changes',
      {
        'part.html': template(
          '<template for:each={all} for:item="one"><p key={one.id} style={one.look}></p></template>',
        ),
      },
    ],
    ['lwc:inner-html', { 'part.html': template('<p lwc:inner-html={look}></p>') }],
    ['a tabindex that changes', { 'part.html': template('<p tabindex={look}></p>') }],
    [
      'lwc:slot-data',
      {
        'part.html': template(
          '<x-other><template lwc:slot-data="own"><p>{own.name}</p></template></x-other>',
        ),
        'other.ts': classOf(''),
        'other.html': template('<slot></slot>'),
      },
    ],
    [
      'reports, the profiler, hydration, or another renderer',
      { 'part.ts': classOf('errorCallback(error: { wcStack: string }) { alert(error.wcStack); }') },
    ],
    [
      'a context of wire adapters',
      {
        'part.ts': classOf(
          '',
          'export class Adapter { static contextSchema = { theme: "required" }; }',
        ),
      },
    ],
  ])('%s %#', async (what, files) => {
    const all = {
      'part.html': template('<p>Part</p>'),
      ...('part.js' in files ? {} : { 'part.ts': classOf('') }),
      ...files,
    };
    await expect(built(all, 'part.js' in files ? 'part.js' : 'part.ts')).rejects.toThrow(
      `The build leaves out of the LWC engine: ${what} (client/build/leftOut.ts)`,
    );
  });
});

describe('what is not left out', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  it('works as in development', async () => {
    const code = await built(
      {
        'first.html': template(
          `<p id="one">One</p>
          <x-other aria-controls="one" aria-label="Other" role="note"></x-other>
          <a tabindex="0" href="#one" style="color: red">Two</a>`,
        ),
        'first.css': `p { content: ', ' ; quotes: "\\"  {" '\\'  ;}';
          background: url(data:image/svg+xml,<svg  viewBox=0,0,1,1  />) , url( 'a  )b' ) ; }
          p  p , p:hover  b { color :  red ; margin: 0  auto }`,
        'first.ts': `import { LightningElement } from 'lwc';
          export default class First extends LightningElement {
            told = [];
            renderedCallback() {
              const { tagName, children, style, ownerDocument } = this;
              const me = this;
              me.setAttribute('title', 'It');
              const ask = 'getAttribute';
              style.color = 'red';
              const { ariaLabel } = Object.assign(this, { ariaLabel: 'First' });
              ownerDocument.title = JSON.stringify([
                tagName, children.length, this.childNodes.length, me[ask]('title'), ariaLabel,
                this.getBoundingClientRect().width > 0, this.hostElement === this.template.host,
                this.getElementsByTagName('p').length, this.firstChild, this.attachInternals() !== null,
              ]);
            }
          }`,
        'other.html': template('<b>Other</b>'),
        'other.ts': classOf(''),
      },
      'first.ts',
    );
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto('about:blank');
    await page.addScriptTag({ content: code, type: 'module' });
    const first = page.locator('x-first');
    await expect.poll(async () => [errors, await first.count()]).toEqual([[], 1]);
    expect(JSON.parse(await page.title())).toEqual([
      ...['X-FIRST', 0, 0, 'It', 'First', true, true, 0, null, true],
    ]);
    expect(await first.getAttribute('style')).toBe('color: red;');
    expect(await first.getAttribute('aria-label')).toBe('First');
    const other = page.locator('x-other');
    expect(await other.getAttribute('aria-controls')).toBe('one');
    expect(await other.getAttribute('aria-label')).toBe('Other');
    expect(await other.getAttribute('role')).toBe('note');
    // LWC itself leaves one space of several, even in quotation marks.
    expect(code.replaceAll('\\\\', '\\')).toContain(
      `p{content:', ';quotes:"\\" {" '\\' ;}';background:url(data:image/svg+xml,<svg viewBox=0,0,1,1 />),url( 'a )b' )}p p,p:hover b{color :red;margin:0 auto}`,
    );
  });
});
