import { describe, expect, it } from 'vitest';
import { base, useRestRig } from './rest-rig.ts';

const rig = useRestRig();
const { call } = rig;
const ada = { user: 'ada@northwind.example' };

interface Described {
  readonly name: string;
}

async function fieldsOf(object: string, options = {}): Promise<Map<string, object>> {
  const { body } = await call(`${base}/sobjects/${object}/describe`, options);
  return new Map(body.fields.map((field: Described) => [field.name, field]));
}

describe('IsDeleted', () => {
  it.each(['User', 'UserRole', 'Profile', 'Organization', 'Group'])(
    'is no field of %s, whose records are never in the recycle bin',
    async (object) => {
      expect((await fieldsOf(object)).has('IsDeleted')).toBe(false);
      const asked = await call(`${base}/queryAll?q=SELECT+IsDeleted+FROM+${object}`);
      expect(asked.status).toBe(400);
      expect(asked.body[0].errorCode).toBe('INVALID_FIELD');
      expect(asked.body[0].message).toContain(`No such column 'IsDeleted' on entity '${object}'`);
    },
  );

  it('is one of what can be deleted', async () => {
    expect((await fieldsOf('Order')).has('IsDeleted')).toBe(true);
  });
});

describe('the global describe', () => {
  it('lists the objects that the user may read, with what the profile allows', async () => {
    const { status, body } = await call(`${base}/sobjects/`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ encoding: 'UTF-8', maxBatchSize: 200 });
    const account = body.sobjects.find(({ name }: Described) => name === 'Account');
    expect(account).toMatchObject({
      keyPrefix: '001',
      label: 'Account',
      labelPlural: 'Accounts',
      custom: false,
      queryable: true,
      createable: true,
      updateable: true,
      deletable: true,
      undeletable: true,
      mergeable: true,
      urls: {
        sobject: `${base}/sobjects/Account`,
        describe: `${base}/sobjects/Account/describe`,
        rowTemplate: `${base}/sobjects/Account/{ID}`,
      },
    });
    expect(account).not.toHaveProperty('fields');
    const adas = (await call(`${base}/sobjects`, ada)).body.sobjects;
    const rights = adas.map(
      ({ name, createable, updateable, deletable }: Record<string, unknown>) =>
        [name, createable, updateable, deletable].join(' '),
    );
    expect(rights).toContain('Order true true false');
    expect(rights).toContain('Account false false false');
    const seen = async (user: string) =>
      (await call(`${base}/sobjects`, { user })).body.sobjects.map(({ name }: Described) => name);
    expect(await seen('integration@store.example')).toEqual([
      'User',
      'Organization',
      'Product2',
      'Pricebook2',
      'PricebookEntry',
    ]);
  });

  it('and that of an object answer 304 to who has them', async () => {
    for (const path of ['/sobjects', '/sobjects/Order/describe']) {
      const first = await call(`${base}${path}`);
      const since = first.headers.get('last-modified') ?? '';
      const again = await call(`${base}${path}`, { headers: { 'If-Modified-Since': since } });
      expect([again.status, again.body]).toEqual([304, undefined]);
      const older = { 'If-Modified-Since': 'Tue, 01 Jan 2019 00:00:00 GMT' };
      expect((await call(`${base}${path}`, { headers: older })).status).toBe(200);
    }
  });
});

describe('an object', () => {
  it('is described in short, with what the user saw of it', async () => {
    const { body } = await call(`${base}/sobjects/order`);
    expect(body.objectDescribe).toMatchObject({ name: 'Order', label: 'Order', keyPrefix: '801' });
    expect(body.recentItems).toEqual([]);
  });

  it('that the user may not read is not found', async () => {
    const integration = { user: 'integration@store.example' };
    for (const path of ['/sobjects/Order', '/sobjects/Order/describe', '/sobjects/Nope/describe']) {
      const { status, body } = await call(`${base}${path}`, integration);
      expect([status, body[0].errorCode]).toEqual([404, 'NOT_FOUND']);
    }
  });

  it('is described with its children, as far as the user may read them', async () => {
    const { body } = await call(`${base}/sobjects/Account/describe`);
    const child = {
      childSObject: 'Contact',
      field: 'AccountId',
      relationshipName: 'Contacts',
      cascadeDelete: true,
      restrictedDelete: false,
    };
    expect(body.childRelationships).toContainEqual(expect.objectContaining(child));
    expect(body.recordTypeInfos).toMatchObject([{ name: 'Master', master: true }]);
    expect(body.supportedScopes.map(({ name }: Described) => name)).toEqual(['everything', 'mine']);
    const user = 'integration@store.example';
    const product = await call(`${base}/sobjects/Product2/describe`, { user });
    const children = product.body.childRelationships;
    expect(children.map(({ childSObject }: { childSObject: string }) => childSObject)).toEqual([
      'PricebookEntry',
    ]);
  });
});

describe('the fields of an object', () => {
  it('have the properties that captures show', async () => {
    const id = (await fieldsOf('Account')).get('Id');
    expect(id).toEqual({
      aggregatable: true,
      aiPredictionField: false,
      autoNumber: false,
      byteLength: 18,
      calculated: false,
      calculatedFormula: null,
      cascadeDelete: false,
      caseSensitive: false,
      compoundFieldName: null,
      controllerName: null,
      createable: false,
      custom: false,
      defaultValue: null,
      defaultValueFormula: null,
      defaultedOnCreate: true,
      dependentPicklist: false,
      deprecatedAndHidden: false,
      digits: 0,
      displayLocationInDecimal: false,
      encrypted: false,
      externalId: false,
      extraTypeInfo: null,
      filterable: true,
      filteredLookupInfo: null,
      formulaTreatNullNumberAsZero: false,
      groupable: true,
      highScaleNumber: false,
      htmlFormatted: false,
      idLookup: true,
      inlineHelpText: null,
      label: 'Account ID',
      length: 18,
      mask: null,
      maskType: null,
      name: 'Id',
      nameField: false,
      namePointing: false,
      nillable: false,
      permissionable: false,
      picklistValues: [],
      polymorphicForeignKey: false,
      precision: 0,
      queryByDistance: false,
      referenceTargetField: null,
      referenceTo: [],
      relationshipName: null,
      relationshipOrder: null,
      restrictedDelete: false,
      restrictedPicklist: false,
      scale: 0,
      searchPrefilterable: false,
      soapType: 'tns:ID',
      sortable: true,
      type: 'id',
      unique: false,
      updateable: false,
      writeRequiresMasterRead: false,
    });
  });

  it.each([
    ['Account', 'Name', { soapType: 'xsd:string', byteLength: 765, nameField: true }],
    ['Account', 'BillingStreet', { type: 'textarea', extraTypeInfo: 'plaintextarea' }],
    ['Account', 'NumberOfEmployees', { soapType: 'xsd:int', digits: 8, precision: 0 }],
    [
      'Account',
      'AnnualRevenue',
      { soapType: 'xsd:double', precision: 18, scale: 0, byteLength: 0 },
    ],
    ['Order', 'EffectiveDate', { soapType: 'xsd:date', nillable: false }],
    ['Order', 'CreatedDate', { soapType: 'xsd:dateTime', createable: false, updateable: false }],
    ['Order', 'RequestKey__c', { custom: true, externalId: true, unique: true, idLookup: true }],
    ['Order', 'AccountId', { referenceTo: ['Account'], relationshipName: 'Account' }],
    ['OrderItem', 'OrderId', { cascadeDelete: true, createable: true, updateable: false }],
    ['Product2', 'IsActive', { soapType: 'xsd:boolean', aggregatable: false, defaultValue: false }],
    [
      'Order',
      'StatusCode',
      {
        restrictedPicklist: true,
        picklistValues: expect.arrayContaining([
          { active: true, defaultValue: false, label: 'Draft', validFor: null, value: 'Draft' },
        ]),
      },
    ],
  ] as const)('%s.%s are described by their type', async (object, name, expected) => {
    expect((await fieldsOf(object)).get(name)).toMatchObject(expected);
  });

  it('that are hidden are left out; what the profile may not write says so', async () => {
    const mias = await fieldsOf('Case');
    const adas = await fieldsOf('Case', ada);
    const missing = [...mias.keys()].filter((name) => !adas.has(name));
    expect(missing).toEqual(['InternalComments__c']);
    expect(mias.get('OwnerId')).toMatchObject({ createable: true, updateable: true });
    expect(adas.get('OwnerId')).toMatchObject({ createable: false, updateable: false });
  });

  it('are in every record that is read, and no others', async () => {
    for (const object of ['Order', 'Account', 'Case', 'User']) {
      const [row] = rig.data.tables[object]?.rows() ?? [];
      const { body } = await call(`${base}/sobjects/${object}/${row?.Id ?? ''}`);
      expect(['attributes', ...(await fieldsOf(object)).keys()]).toEqual(Object.keys(body));
    }
  });
});
