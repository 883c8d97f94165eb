import { describe, expect, it } from 'vitest';
import { instanceOrigin } from '../../server/bff/salesforce/instance-origin.ts';

const login = new URL('https://login.salesforce.com');
const local = new URL('http://127.0.0.1:3001');

describe('instanceOrigin', () => {
  it.each([
    ['https://shop.my.salesforce.com', 'https://shop.my.salesforce.com'],
    ['https://shop--uat.sandbox.my.salesforce.com/', 'https://shop--uat.sandbox.my.salesforce.com'],
    ['https://na139.salesforce.com', 'https://na139.salesforce.com'],
    ['https://shop.my.salesforce.com:8443', 'https://shop.my.salesforce.com:8443'],
    ['https://shop.my.site.com/customers', 'https://shop.my.site.com'],
  ])('allows %s', (instanceUrl, origin) => {
    expect(instanceOrigin(instanceUrl, login)).toBe(origin);
  });

  it('allows the login host itself, and means it where nothing is said', () => {
    expect(instanceOrigin('http://127.0.0.1:3001/', local)).toBe(local.origin);
    expect(instanceOrigin(undefined, local)).toBe(local.origin);
  });

  it.each([
    'https://evil.example',
    'https://salesforce.com.evil.example',
    'https://evilsalesforce.com',
    'https://shop.my.salesforce.com@evil.example',
    'https://user:pass@shop.my.salesforce.com',
    'https://shop.my.salesforce.com:8444',
    'https://evil.example:8443',
    'http://shop.my.salesforce.com',
    'http://127.0.0.1:3002',
    'javascript://shop.my.salesforce.com',
    '//shop.my.salesforce.com',
    'shop.my.salesforce.com',
    '',
    null,
    5,
    ['https://shop.my.salesforce.com'],
  ])('refuses %j', (instanceUrl) => {
    expect(instanceOrigin(instanceUrl, login)).toBeUndefined();
  });
});
