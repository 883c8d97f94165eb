import { describe, expect, it } from 'vitest';
import { jwtAudience } from '../../server/bff/salesforce/jwt-audience.ts';

const production = 'https://login.salesforce.com';
const sandbox = 'https://test.salesforce.com';

describe('jwtAudience', () => {
  it.each([
    ['https://login.salesforce.com', production],
    ['https://test.salesforce.com', sandbox],
    ['https://shop.my.salesforce.com', production],
    ['https://shop-dev-ed.develop.my.salesforce.com', production],
    ['https://shop--uat.sandbox.my.salesforce.com', sandbox],
    ['https://shop--uat.my.salesforce.com', sandbox],
    ['https://shop--uat.cs42.my.salesforce.com', sandbox],
    ['https://fun-fox-123-dev-ed.scratch.my.salesforce.com', sandbox],
    ['https://shop.my.site.com/customers', 'https://shop.my.site.com/customers'],
    ['https://shop.my.site.com/customers/', 'https://shop.my.site.com/customers'],
    ['https://shop--uat.sandbox.my.site.com', 'https://shop--uat.sandbox.my.site.com'],
    ['https://shop.example', 'https://shop.example'],
    ['http://127.0.0.1:3001', 'http://127.0.0.1:3001'],
    // Somebody else's host that only looks like one of Salesforce's.
    ['https://my.salesforce.com.evil.example', 'https://my.salesforce.com.evil.example'],
  ])('for %s is %s', (loginUrl, audience) => {
    expect(jwtAudience(new URL(loginUrl))).toBe(audience);
  });
});
