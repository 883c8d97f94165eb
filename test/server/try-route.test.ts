import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { myCases, openCase } from '../../server/api/cases.ts';
import { catalogue } from '../../server/api/catalogue.ts';
import { myOrder, myOrders } from '../../server/api/orders.ts';
import { placeOrder } from '../../server/api/place-order.ts';
import { mySpending } from '../../server/api/spending.ts';
import { Problem, requestKey, soql, userQuery } from '../../server/bff/index.ts';
import { fakeSalesforce, someUser, tryRoute } from '../../server/bff/testing/index.ts';

const row = (day: number) => ({
  Id: `8010000000000${day}AAA`,
  OrderNumber: `000${day}`,
  Status: 'Shipped',
  EffectiveDate: `2026-01-${day}`,
  TotalAmount: 12.5,
  Account: null,
});

describe('a query without a browser', () => {
  it('is sent as its route says, and answers what is projected', async () => {
    const { output, soql } = await tryRoute(myOrders, {
      input: { status: 'Shipped' },
      rows: [row(11)],
    });
    expect(soql).toEqual([expect.stringMatching(/AND Status = 'Shipped'\s[\s\S]*LIMIT 21$/)]);
    expect(output).toEqual({
      items: [
        {
          id: '801000000000011AAA',
          number: '00011',
          status: 'Shipped',
          orderedOn: '2026-01-11',
          total: 12.5,
          account: null,
        },
      ],
      next: null,
    });
  });

  it.each([`1${'0'.repeat(20)}`, `0.${'0'.repeat(120)}1`])(
    'refuses %s, which passes as a number and can be in no query, as an input',
    async (least) => {
      const route = userQuery({
        input: z.object({ least: z.number() }),
        output: z.object({ id: z.string() }),
        select: (asked) => soql<{ Id: string }>`SELECT Id FROM Order WHERE Total > ${asked.least}`,
        project: ({ Id }) => ({ id: Id }),
      });
      // As it stands in an address.
      const input = { least: least as unknown as number };
      await expect(tryRoute(route, { input })).rejects.toMatchObject({
        code: 'invalid_input',
        cause: expect.objectContaining({ message: expect.not.stringMatching(/0{9}|\d/) }),
      });
    },
  );

  it('reads on where its answer says', async () => {
    const rows = Array.from({ length: 21 }, (_, index) => row(30 - index));
    const first = await tryRoute(myOrders, { input: {}, rows });
    expect(first.output.items).toHaveLength(20);
    const after = first.output.next ?? '';
    const { soql } = await tryRoute(myOrders, { input: { after } });
    expect(soql[0]).toContain("EffectiveDate = 2026-01-11 AND Id < '801000000000011AAA'");
  });

  it('decodes what stands in the address', async () => {
    const route = userQuery({
      input: z.object({ least: z.number(), open: z.boolean() }),
      output: z.object({ id: z.string() }),
      select: ({ least, open }, user) => soql<{ Id: string }>`
        SELECT Id FROM Order WHERE TotalAmount > ${least} AND Open__c = ${open} AND OwnerId = ${user.id}`,
      project: ({ Id }) => ({ id: Id }),
    });
    const { soql: sent } = await tryRoute(route, {
      input: { least: 5, open: true },
      user: { id: '005A' },
      rows: [{ Id: '801' }],
    });
    expect(sent[0]).toContain("TotalAmount > 5 AND Open__c = true AND OwnerId = '005A'");
  });

  it('refuses as the server does, before anything is sent', async () => {
    const salesforce = fakeSalesforce();
    // @ts-expect-error a status that the route does not know
    const lost = tryRoute(myOrders, { input: { status: 'Lost' }, salesforce });
    await expect(lost).rejects.toBeInstanceOf(Problem);
    await expect(lost).rejects.toMatchObject({
      code: 'invalid_input',
      errors: [{ field: 'status', message: expect.any(String) }],
    });
    expect(salesforce.asked).toEqual([]);
    await expect(tryRoute(myOrder, { input: { id: '801000000000001AAA' } })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('throws what its own code throws', async () => {
    const rows = [{ ...row(11), TotalAmount: 'much' }];
    await expect(tryRoute(myOrders, { input: {}, rows: rows as never })).rejects.toBeInstanceOf(
      z.ZodError,
    );
  });

  it('meets what Salesforce refuses, or does not answer', async () => {
    const refuses = { errorCode: 'REQUEST_LIMIT_EXCEEDED' };
    await expect(
      tryRoute(myCases, { input: {}, salesforce: fakeSalesforce({ refuses }) }),
    ).rejects.toMatchObject({ code: 'salesforce_limit' });
    await expect(
      tryRoute(myCases, { input: {}, salesforce: fakeSalesforce({ away: true }) }),
    ).rejects.toMatchObject({ code: 'salesforce_unavailable' });
  });

  it('may be a public one', async () => {
    const price = {
      Product2Id: '01t000000000001AAA',
      UnitPrice: 7,
      Product2: { Name: 'Mug', ProductCode: null, Family: null, Description: null },
    };
    const { output, soql } = await tryRoute(catalogue, { input: {}, rows: [price] });
    expect(output.items).toMatchObject([{ name: 'Mug', price: 7 }]);
    expect(soql).toHaveLength(1);
  });
});

describe('a replicated query without a browser', () => {
  const facts = { AccountId: '001A', UserRoleId: null, UserType: 'CspLitePortal' };

  it('is sent to Postgres within what the user may see, with what Salesforce says of them', async () => {
    const { output, soql, sql } = await tryRoute(mySpending, {
      input: { from: '2026-01-01' },
      facts,
      rows: [{ month: '2026-01', family: 'Coffee', amount: '12.50' }],
    });
    expect(output.items).toEqual([{ month: '2026-01', family: 'Coffee', amount: 12.5 }]);
    expect(soql).toEqual([expect.stringContaining('FROM User')]);
    expect(sql[0]?.text).toMatch(/"order" AS [^;]*accountid = +\$\d/);
    expect(sql[0]?.values).toEqual(expect.arrayContaining(['001A', '2026-01-01']));
  });

  it('is not sent where nothing is known of the user', async () => {
    const salesforce = fakeSalesforce({ refuses: { errorCode: 'INSUFFICIENT_ACCESS' } });
    await expect(tryRoute(mySpending, { input: {}, facts, salesforce })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('a command without a browser', () => {
  const input = { subject: 'Lost', description: 'It never came.' };

  it('has what it makes kept, and read back', async () => {
    const salesforce = fakeSalesforce({ fills: { case: { CaseNumber: '00001026' } } });
    const { output } = await tryRoute(openCase, { input, salesforce });
    expect(output).toEqual({ id: 'a00000000000001AAA', number: '00001026' });
    expect(salesforce.created).toEqual([
      {
        name: 'case',
        sObject: 'Case',
        fields: {
          Subject: 'Lost',
          Description: 'It never came.',
          Order__c: null,
          Origin: 'Web',
        },
      },
    ]);
  });

  it('meets a refusal in the browser’s words, and has made nothing', async () => {
    const salesforce = fakeSalesforce({
      refuses: {
        errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        message: 'Please say more.',
        fields: ['Subject'],
      },
    });
    await expect(tryRoute(openCase, { input, salesforce })).rejects.toMatchObject({
      code: 'invalid_input',
      errors: [{ field: 'subject', message: 'Please say more.' }],
    });
    expect(salesforce.created).toEqual([]);
  });

  it('is told what its queries find, one after the other', async () => {
    const productId = '01t000000000001AAA';
    const placed = {
      ...{ Id: '801000000000001AAA', OrderNumber: '00007', Status: 'Draft' },
      ...{ EffectiveDate: '2026-11-25', TotalAmount: 14 },
    };
    const price = { Id: '01u1', Product2Id: productId, Pricebook2Id: '01s1', UnitPrice: 7 };
    const salesforce = fakeSalesforce({
      finds: [[], [{ AccountId: '001A' }], [price], [placed]],
      refuses: { errorCode: 'DUPLICATE_VALUE', record: 'order' },
    });
    const request = { lines: [{ productId, quantity: 2 }], requestId: 'made up once' };
    const { output } = await tryRoute(placeOrder, { input: request, salesforce });
    expect(output).toMatchObject({ number: '00007', total: 14 });
    expect(salesforce.asked).toHaveLength(4);
    expect(salesforce.asked[3]).toContain(requestKey(someUser, 'made up once'));
  });

  it('is read as the server reads it', async () => {
    await expect(
      tryRoute(openCase, { input: { ...input, priority: 'High' } as typeof input }),
    ).rejects.toMatchObject({ errors: [{ field: 'priority', message: 'is not known here' }] });
  });
});
