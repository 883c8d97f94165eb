import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { routes } from '../../../server/api/index.ts';
import { publicQuery, salesforceId, soql, soqlDate, userQuery } from '../../../server/bff/index.ts';
import type { Soql } from '../../../server/bff/queries/soql.ts';
import type { Answers } from '../../../server/setup/answers.ts';
import { permissionSets } from '../../../server/setup/permission-sets.ts';
import { publicReads } from '../../../server/setup/public-reads.ts';

const output = z.object({ id: z.string() });
const project = () => ({ id: '' });
const cacheSeconds = 60;

/** A public route over any query. */
const publicRoute = (select: () => Soql) =>
  publicQuery({ cacheSeconds, input: z.object({}), output, select, project });

const readsOf = (select: () => Soql) =>
  Object.fromEntries(
    [...publicReads({ route: publicRoute(select) })].map(([object, fields]) => [
      object,
      [...fields].toSorted(),
    ]),
  );

describe('publicReads', () => {
  it('finds what the storefront shows to everybody, what it filters and sorts by included', () => {
    const found = [...publicReads(routes)].map(([object, fields]) => [
      object,
      [...fields].toSorted(),
    ]);
    expect(Object.fromEntries(found)).toEqual({
      PricebookEntry: ['IsActive', 'Pricebook2Id', 'Product2Id', 'UnitPrice'],
      Pricebook2: ['IsStandard'],
      Product2: ['Description', 'Family', 'IsActive', 'Name', 'ProductCode'],
    });
  });

  it('leaves out what users read with their own token', () => {
    const mine = userQuery({
      ...{ input: z.object({}), output, project },
      select: () => soql`SELECT Id FROM Order`,
    });
    expect(publicReads({ mine })).toEqual(new Map());
  });

  it.each<[string, Soql, object]>([
    [
      'an alias',
      soql`SELECT p.Name FROM Product2 p WHERE p.IsActive = TRUE`,
      { Product2: ['IsActive', 'Name'] },
    ],
    ['a name in full', soql`SELECT Product2.Family FROM Product2`, { Product2: ['Family'] }],
    [
      'functions and groups',
      soql`SELECT Family, COUNT(Id) n FROM Product2 WHERE CALENDAR_YEAR(CreatedDate) = 2026 GROUP BY Family HAVING MAX(Stock__c) > 1`,
      { Product2: ['CreatedDate', 'Family', 'Id', 'Stock__c'] },
    ],
    [
      'parents of parents, by the lookups that lead there',
      soql`SELECT Order.Account.Owner.Alias FROM OrderItem`,
      { OrderItem: ['OrderId'], Order: ['AccountId'], Account: ['OwnerId'], User: ['Alias'] },
    ],
    [
      'children, and other objects in a condition',
      soql`SELECT Id, (SELECT UnitPrice FROM PricebookEntries) FROM Product2 WHERE Id IN (SELECT Product2Id FROM Asset)`,
      { Product2: ['Id'], PricebookEntry: ['UnitPrice'], Asset: ['Product2Id'] },
    ],
  ])('reads %s', (_, query, reads) => {
    expect(readsOf(() => query)).toEqual(reads);
  });

  it('asks a route in every way, so that no branch of its query is missed', () => {
    const route = publicQuery({
      cacheSeconds,
      input: z.object({
        search: z.string().optional(),
        by: z.enum(['code', 'family']).default('code'),
        since: z.iso.date().optional(),
        ids: z.array(salesforceId).optional(),
      }),
      output,
      project,
      select: ({ search, by, since, ids }) => soql`SELECT Id FROM Product2 WHERE IsActive = TRUE
        ${search ? soql`AND Description LIKE ${search}` : soql``}
        ${since && !search ? soql`AND Since__c > ${new Date(since)}` : soql``}
        ${ids ? soql`AND Id IN ${ids}` : soql``}
        ORDER BY ${by === 'code' ? soql`ProductCode` : soql`Family`}`,
    });
    expect(publicReads({ route }).get('Product2')).toEqual(
      new Set(['Id', 'IsActive', 'Description', 'Since__c', 'ProductCode', 'Family']),
    );
  });

  it.each<[string, Soql]>([
    ['a parent', soql`SELECT Shelf__r.Name FROM Product2`],
    ['children', soql`SELECT Id, (SELECT Id FROM Reviews__r) FROM Product2`],
  ])('refuses %s whose object its name does not tell, and names the route', (_, query) => {
    expect(() => readsOf(() => query)).toThrow(
      /public route route reads.*Product2\.\w+__r leads to an object/,
    );
  });

  it('refuses what only an org can tell', () => {
    const typeOf = soql`SELECT TYPEOF What WHEN Account THEN Phone ELSE Name END FROM Event`;
    expect(() => readsOf(() => typeOf)).toThrow('public route route reads cannot be told: TYPEOF');
  });

  it('refuses a route that cannot be asked for its query', () => {
    const route = publicQuery({
      ...{ cacheSeconds, output, project, input: z.object({ day: z.string() }) },
      select: ({ day }) => soql`SELECT Id FROM Product2 WHERE Since__c = ${soqlDate(day)}`,
    });
    expect(() => publicReads({ route })).toThrow(
      /public route route reads cannot be told: SOQL has no literal for what is not a day/,
    );
  });
});

describe('the permission set of the integration user', () => {
  const answers: Answers = {
    org: 'my-domain',
    loginUrl: 'https://acme.my.salesforce.com',
    appUrls: ['http://localhost:3000'],
    integration: 'client_credentials',
    integrationUser: 'integration@acme.example',
    acting: false,
    name: 'Storefront',
    contactEmail: 'ops@acme.example',
  };
  const xmlOf = (all: Parameters<typeof publicReads>[0]) =>
    permissionSets(answers, publicReads(all))[0]?.xml ?? '';
  const named = (xml: string, element: string) =>
    [...xml.matchAll(new RegExp(`<${element}>(.+)</${element}>`, 'g'))].map(([, name]) => name);

  it('has what the public routes read, and none of what a deploy refuses', () => {
    const xml = xmlOf(routes);
    expect(named(xml, 'object')).toEqual(['Pricebook2', 'Product2']);
    expect(named(xml, 'field')).toEqual([
      'Product2.Description',
      'Product2.Family',
      'Product2.IsActive',
      'Product2.ProductCode',
    ]);
  });

  it('has the field that somebody adds to a public route', () => {
    const more = publicRoute(() => soql`SELECT Id, Name, Colour__c FROM Product2`);
    expect(named(xmlOf({ ...routes, more }), 'field')).toContain('Product2.Colour__c');
    expect(
      named(xmlOf({ more: publicRoute(() => soql`SELECT Rating FROM Account`) }), 'object'),
    ).toEqual(['Account']);
  });

  it('permits to read and nothing else', () => {
    const granted = [...xmlOf(routes).matchAll(/<(\w+)>true</g)].map(([, name]) => name);
    expect(new Set(granted)).toEqual(new Set(['readable', 'allowRead', 'enabled']));
    expect(named(xmlOf(routes), 'name')).toEqual(['ApiEnabled']);
  });
});
