import { RecordTable } from './record-table.ts';
import { objectNamed } from './schema/schema.ts';

/** The rows of the whole org, by object. */
export interface OrgTables {
  readonly [object: string]: RecordTable;
  readonly Account: RecordTable;
  readonly Contact: RecordTable;
  readonly User: RecordTable;
  readonly Profile: RecordTable;
  readonly UserRole: RecordTable;
  readonly Organization: RecordTable;
  readonly Group: RecordTable;
  readonly Product2: RecordTable;
  readonly Pricebook2: RecordTable;
  readonly PricebookEntry: RecordTable;
  readonly Order: RecordTable;
  readonly OrderItem: RecordTable;
  readonly Case: RecordTable;
  readonly Opportunity: RecordTable;
  readonly Lead: RecordTable;
  readonly Task: RecordTable;
  readonly UpsertTable__c: RecordTable;
  readonly BigTable__c: RecordTable;
}

/** Ids of different orgs differ, and none is all zeros: the tables begin counting at odd places. */
function table(name: string, firstNumber: number): RecordTable {
  return new RecordTable(objectNamed(name), firstNumber);
}

/** Every table, empty. */
export function createOrgTables(): OrgTables {
  return {
    Account: table('Account', 61_003),
    Contact: table('Contact', 82_417),
    User: table('User', 10_331),
    Profile: table('Profile', 5_209),
    UserRole: table('UserRole', 5_907),
    Organization: table('Organization', 777_001),
    Group: table('Group', 3_001),
    Product2: table('Product2', 30_011),
    Pricebook2: table('Pricebook2', 2_003),
    PricebookEntry: table('PricebookEntry', 40_009),
    Order: table('Order', 151_007),
    OrderItem: table('OrderItem', 252_001),
    Case: table('Case', 93_911),
    Opportunity: table('Opportunity', 71_003),
    Lead: table('Lead', 22_003),
    Task: table('Task', 36_007),
    UpsertTable__c: table('UpsertTable__c', 1_009),
    BigTable__c: table('BigTable__c', 2_011),
  };
}

/** The same records under the same ids, apart from the others from now on. */
export function copyTables(tables: OrgTables): OrgTables {
  const copy = createOrgTables();
  for (const [name, table] of Object.entries(tables)) tableOf(copy, name).copyFrom(table);
  return copy;
}

/** The rows of an object of the schema. */
export function tableOf(tables: OrgTables, object: string): RecordTable {
  const found = tables[object];
  if (found === undefined) {
    throw new Error(`the org has no table for ${object}`);
  }
  return found;
}
