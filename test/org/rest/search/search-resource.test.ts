import { describe, expect, it } from 'vitest';
import { base, useRestRig } from '../rest-rig.ts';

const rig = useRestRig();
const { call, post } = rig;

async function search(sosl: string, options = {}) {
  return call(`${base}/search?q=${encodeURIComponent(sosl)}`, options);
}

async function namesOf(sosl: string, options = {}): Promise<string[]> {
  const { status, body } = await search(sosl, options);
  expect([status, body]).toEqual([200, expect.anything()]);
  return body.searchRecords.map(({ Name }: { Name: string }) => Name);
}

const accounts = 'RETURNING Account(Name ORDER BY Name)';

describe('a search', () => {
  it('finds words at their beginnings, whatever their case, with the fields asked for', async () => {
    const { body } = await search('FIND {nORTH*} RETURNING Account(Id, Name)');
    expect(body.searchRecords).toEqual([
      {
        attributes: { type: 'Account', url: expect.stringMatching(/Account\/001\w+$/) },
        Id: expect.stringMatching(/^001/),
        Name: 'Northwind',
      },
    ]);
  });

  it.each([
    ['Northwind', ['Northwind']],
    ['North', []],
    ['*wind', ['Northwind']],
    ['N?rthw*d', ['Northwind']],
    ['Wing* OR Tail*', ['Tailspin Bicycles', 'Wingtip Gardens']],
    ['Wingtip Gardens', ['Wingtip Gardens']],
    ['Gardens Wingtip', ['Wingtip Gardens']],
    ['"Wingtip Gardens"', ['Wingtip Gardens']],
    ['"Gardens Wingtip"', []],
    ['Wingtip AND Bicycles', []],
    ['Tailspin AND NOT Gardens', ['Tailspin Bicycles']],
    ["O'Malley", ["O'Malley & Söhne"]],
    ['SÖHNE', ["O'Malley & Söhne"]],
  ])('for {%s} finds %j', async (words, names) => {
    expect(await namesOf(`FIND {${words}} IN NAME FIELDS ${accounts}`)).toEqual(names);
  });

  it('looks into the fields that it names', async () => {
    const contacts = 'RETURNING Contact(Name)';
    expect(await namesOf(`FIND {lovelace} IN EMAIL FIELDS ${contacts}`)).toEqual([]);
    expect(await namesOf(`FIND {ada} IN EMAIL FIELDS ${contacts}`)).toEqual(['Ada Lovelace']);
    expect(await namesOf(`FIND {purchasing} IN NAME FIELDS ${contacts}`)).toEqual([]);
    expect(await namesOf(`FIND {purchasing} ${contacts}`)).toEqual(['Ada Lovelace']);
  });

  it('takes SOQL within its parentheses, several objects, and a limit for all', async () => {
    const two = `RETURNING Account(Name WHERE Industry = 'Recreation' LIMIT 1), Contact(Name WHERE LastName LIKE '%(%' OR LastName = 'Turing')`;
    expect(await namesOf(`FIND {Northwind OR Turing OR Ada} ${two}`)).toEqual([
      'Northwind',
      'Alan Turing',
    ]);
    expect(await namesOf(`FIND {Northwind OR Turing} ${two} LIMIT 1`)).toEqual(['Northwind']);
    const ids = (await search('FIND {Northwind} RETURNING Account')).body.searchRecords;
    expect(Object.keys(ids[0])).toEqual(['attributes', 'Id']);
  });

  it('finds in every object where it names none, and nothing that the user may not see', async () => {
    const { body } = await search('FIND {Turing}', { user: 'ada@northwind.example' });
    expect(body.searchRecords.map((r: { attributes: object }) => r.attributes)).toMatchObject([
      { type: 'Contact' },
    ]);
    const hidden = { user: 'ada@northwind.example' };
    expect(await namesOf(`FIND {Contoso} ${accounts}`, hidden)).toEqual([]);
    await post('/sobjects/Account', { Name: 'Visible', Description: 'sesame' });
    expect(await namesOf(`FIND {sesame} ${accounts}`)).toEqual(['Visible']);
  });

  it('does not look into fields that are hidden from the user', async () => {
    const northwind = rig.find('Account', 'Northwind');
    rig.data.tables.Account.update(northwind, { Description: 'sesame' });
    const sosl = `FIND {sesame} ${accounts}`;
    expect(await namesOf(sosl)).toEqual(['Northwind']);
    expect(await namesOf(sosl, { user: 'ada@northwind.example' })).toEqual([]);
  });

  it('answers the list itself before version 37.0', async () => {
    const path = `/services/data/v36.0/search?q=${encodeURIComponent('FIND {Northwind} RETURNING Account')}`;
    expect((await call(path)).body).toHaveLength(1);
  });

  it.each([
    ['', 'MALFORMED_SEARCH'],
    ['SELECT Id FROM Account', 'MALFORMED_SEARCH'],
    ['FIND Northwind', 'MALFORMED_SEARCH'],
    ['FIND {N}', 'MALFORMED_SEARCH'],
    ['FIND {*}', 'MALFORMED_SEARCH'],
    ['FIND {(Ada OR Alan) AND Lovelace}', 'MALFORMED_SEARCH'],
    ['FIND {Northwind} IN SOME FIELDS', 'MALFORMED_SEARCH'],
    ['FIND {Northwind} RETURNING', 'MALFORMED_SEARCH'],
    ['FIND {Northwind} RETURNING Account(', 'MALFORMED_SEARCH'],
    ['FIND {Northwind} RETURNING Account() ', 'MALFORMED_SEARCH'],
    ['FIND {Northwind} WITH DIVISION = 1', 'MALFORMED_SEARCH'],
    ['FIND {Northwind} RETURNING Nope', 'INVALID_TYPE'],
    ['FIND {Northwind} RETURNING Account(Nope)', 'INVALID_FIELD'],
    ['FIND {Northwind} RETURNING Account(Id LIMIT x)', 'MALFORMED_QUERY'],
  ])('%j is refused', async (sosl, errorCode) => {
    const { status, body } = await search(sosl);
    expect([status, body[0].errorCode]).toEqual([400, errorCode]);
  });

  it('is through with a pattern of many stars in no time', async () => {
    const before = performance.now();
    await search(`FIND {${'*a'.repeat(1000)}} RETURNING Account`);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});
