import { describe, expect, it } from 'vitest';
import type { Answers } from '../../../server/setup/answers.ts';
import { appNames } from '../../../server/setup/app-names.ts';
import { gatherAnswers } from '../../../server/setup/gather-answers.ts';
import { type Known, questions } from '../../../server/setup/questions.ts';

const read = (flag: string, text: string, known: Known = {}) =>
  questions.find((question) => question.flag === flag)?.read(text, known);

describe('the login URL', () => {
  it.each<[Answers['org'], string, string]>([
    ['production', 'https://login.salesforce.com/', 'https://login.salesforce.com'],
    ['production', 'https://acme.my.salesforce.com', 'https://acme.my.salesforce.com'],
    [
      'production',
      'https://acme-dev-ed.develop.my.salesforce.com',
      'https://acme-dev-ed.develop.my.salesforce.com',
    ],
    ['sandbox', 'https://test.salesforce.com', 'https://test.salesforce.com'],
    [
      'sandbox',
      'https://acme--uat.sandbox.my.salesforce.com',
      'https://acme--uat.sandbox.my.salesforce.com',
    ],
    ['sandbox', 'https://acme--uat.my.salesforce.com', 'https://acme--uat.my.salesforce.com'],
    [
      'my-domain',
      'https://page-fun-1.scratch.my.salesforce.com',
      'https://page-fun-1.scratch.my.salesforce.com',
    ],
    ['my-domain', 'http://127.0.0.1:3001', 'http://127.0.0.1:3001'],
    ['site', 'https://acme.my.site.com/customers/', 'https://acme.my.site.com/customers'],
    ['site', 'https://help.acme.example', 'https://help.acme.example'],
  ])('of a %s: %s', (org, text, url) => {
    expect(read('login-url', text, { org })).toBe(url);
  });

  it.each<[Answers['org'], string, string]>([
    ['production', 'https://test.salesforce.com', 'must be https://login.salesforce.com'],
    [
      'production',
      'https://acme--uat.sandbox.my.salesforce.com',
      'must be https://login.salesforce.com',
    ],
    ['production', 'https://login.salesforce.com.evil.example', 'must be https://login'],
    ['sandbox', 'https://login.salesforce.com', 'must be https://test.salesforce.com'],
    ['sandbox', 'https://acme.my.salesforce.com', 'must be https://test.salesforce.com'],
    ['my-domain', 'https://login.salesforce.com', 'must be the My Domain'],
    ['my-domain', 'https://acme.my.salesforce.com/x', 'without a path'],
    ['site', 'https://acme.my.salesforce.com', "must be the site's address"],
    ['site', 'https://login.salesforce.com', "must be the site's address"],
    ['production', 'https://acme.lightning.force.com', 'not where Lightning or Setup runs'],
    ['production', 'https://acme.my.salesforce-setup.com', 'not where Lightning or Setup runs'],
    ['production', 'http://login.salesforce.com', 'must be https'],
    ['production', 'https://user:pw@login.salesforce.com', 'must be a plain URL'],
    ['production', 'login.salesforce.com', 'must be a URL'],
    ['production', '', 'must be a URL'],
  ])('of a %s is not %j', (org, text, why) => {
    expect(() => read('login-url', text, { org })).toThrow(why);
  });
});

describe('an answer', () => {
  it.each([
    ['org', 'staging', 'must be one of production, sandbox, my-domain, site'],
    ['app-url', 'http://shop.example', 'must be https'],
    ['app-url', 'https://shop.example/path', 'must be an origin'],
    ['app-url', ' ', 'must be a URL'],
    ['integration', 'password', 'must be one of'],
    ['integration-user', 'integration', 'must be a username'],
    ['integration-user', "a'b@x.example", 'must be a username'],
    ['acting', 'maybe', 'must be one of yes, no'],
    ['name', '123', 'must be a name'],
    ['name', 'x'.repeat(41), 'must be a name'],
    ['name', 'two\nlines', 'must be a name'],
    ['contact-email', 'a@b', 'must be an e-mail address'],
  ])('--%s %j is refused', (flag, text, why) => {
    expect(() => read(flag, text)).toThrow(why);
  });

  it('of client credentials needs a host of the org’s own', () => {
    const loginUrl = 'https://login.salesforce.com';
    expect(() => read('integration', 'client_credentials', { loginUrl })).toThrow('My Domain');
    expect(
      read('integration', 'client_credentials', { loginUrl: 'https://acme.my.salesforce.com' }),
    ).toBe('client_credentials');
  });

  it('of several addresses keeps their order, each once', () => {
    expect(read('app-url', 'https://b.example/, http://localhost:3000 https://b.example')).toEqual([
      'https://b.example',
      'http://localhost:3000',
    ]);
  });
});

describe('gatherAnswers', () => {
  const complete = {
    org: 'my-domain',
    'login-url': 'https://acme.my.salesforce.com',
    'app-url': 'http://localhost:3000',
    integration: 'none',
    acting: 'no',
    name: 'Storefront',
    'contact-email': 'ops@acme.example',
  };
  const gather = async (given: object, lines: readonly string[] = [], earlier: Known = {}) => {
    const said: string[] = [];
    const waiting = [...lines];
    const ask = async (prompt: string) => {
      said.push(prompt);
      return waiting.shift();
    };
    const answers = await gatherAnswers({
      given: given as Record<string, string>,
      earlier,
      ask,
      say: (text) => said.push(text),
    });
    return { answers, said };
  };

  it('asks nothing that the command line says, or that goes without saying', async () => {
    const { answers, said } = await gather(complete);
    expect(said).toEqual([]);
    expect(answers).toMatchObject({ integration: 'none', integrationUser: '', acting: false });
  });

  it('asks again after a wrong answer, and takes what is offered for an empty line', async () => {
    const { org: _, ...rest } = complete;
    const { answers, said } = await gather(
      { ...rest, 'login-url': 'https://acme.my.salesforce.com' },
      ['staging', ''],
    );
    expect(answers.org).toBe('production');
    expect(said.filter((text) => text.startsWith('Which kind'))).toHaveLength(2);
    expect(said.join('\n')).toContain('That must be one of');
  });

  it('offers what was answered the last time, as long as it goes with the rest', async () => {
    const { answers: earlier } = await gather(complete);
    expect((await gather({}, [], earlier)).answers).toEqual(earlier);
    const { said } = await gather({ org: 'sandbox' }, [], earlier);
    expect(said.join('\n')).toContain('[https://test.salesforce.com]');
  });

  it.each([
    [{ ...complete, org: 'staging' }, '--org must be one of'],
    [{ ...complete, 'login-url': 'x' }, '--login-url must be'],
    [{ ...complete, 'contact-email': undefined }, '--contact-email is missing'],
    [{ ...complete, integration: 'jwt_bearer' }, '--integration-user is missing'],
  ])('refuses what is wrong or missing where nobody answers: %#', async (given, why) => {
    await expect(gather(given)).rejects.toThrow(why);
  });
});

describe('appNames', () => {
  it.each([
    ['Storefront', 'Storefront'],
    ['R&D <Shop>', 'R_D_Shop'],
    ['4 Café — Ümläute!', 'Cafe_Umlaute'],
    ['__x__', 'x'],
    ['A'.repeat(60), 'A'.repeat(40)],
  ])('%j is %s', (label, name) => {
    expect(appNames(label).app).toBe(name);
  });
});
