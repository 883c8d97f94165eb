import type { OrgData, OrgUser } from '../org-data.ts';
import type { FieldValue, OrgRecord } from '../record-table.ts';
import { allObjects } from '../schema/schema.ts';
import { ownersSeenBy } from './role-hierarchy.ts';

/** Says of a record whether sharing lets a user see it. */
type Sees = (record: OrgRecord) => boolean;

type Rules = Readonly<Record<string, Sees>>;

const everything: Sees = () => true;

/**
 * A portal user sees their own account and what hangs on it (a sharing set in a real org), their
 * own User record, and the part of the catalogue that is for sale.
 */
function portalRules(data: OrgData, user: OrgUser): Rules {
  const ofAccount = (id: FieldValue | undefined): boolean => id != null && id === user.accountId;
  const { Order, Pricebook2, Product2 } = data.tables;
  return {
    Account: ({ Id }) => ofAccount(Id),
    Contact: ({ AccountId }) => ofAccount(AccountId),
    Order: ({ AccountId }) => ofAccount(AccountId),
    OrderItem: ({ OrderId }) => ofAccount(Order.get(OrderId ?? null).AccountId),
    Case: ({ AccountId }) => ofAccount(AccountId),
    User: ({ Id }) => Id === user.id,
    Organization: everything,
    Product2: ({ IsActive }) => IsActive === true,
    Pricebook2: ({ IsActive }) => IsActive === true,
    PricebookEntry: ({ IsActive, Pricebook2Id, Product2Id }) =>
      IsActive === true &&
      Pricebook2.get(Pricebook2Id ?? null).IsActive === true &&
      Product2.get(Product2Id ?? null).IsActive === true,
  };
}

/**
 * The shop's own people see the accounts that they or their subordinates own, what hangs on
 * these, and what they own elsewhere; all users and the whole catalogue.
 */
function internalRules(data: OrgData, user: OrgUser): Rules {
  const owners = ownersSeenBy(data, user);
  const owned = (id: FieldValue | undefined): boolean => typeof id === 'string' && owners.has(id);
  const { Account, Order } = data.tables;
  const underAccount: Sees = ({ OwnerId, AccountId }) =>
    owned(OwnerId) || (AccountId != null && owned(Account.get(AccountId).OwnerId));
  return {
    Account: ({ OwnerId }) => owned(OwnerId),
    Contact: underAccount,
    Order: underAccount,
    OrderItem: ({ OrderId }) => underAccount(Order.get(OrderId ?? null)),
    Case: underAccount,
    Opportunity: underAccount,
    Lead: ({ OwnerId }) => owned(OwnerId),
    Task: underAccount,
    User: everything,
    Profile: everything,
    UserRole: everything,
    Group: everything,
    Organization: everything,
    Product2: everything,
    Pricebook2: everything,
    PricebookEntry: everything,
  };
}

/** The integration user owns nothing and is in no hierarchy: the catalogue and itself. */
function integrationRules(user: OrgUser): Rules {
  return {
    User: ({ Id }) => Id === user.id,
    Organization: everything,
    Product2: everything,
    Pricebook2: everything,
    PricebookEntry: everything,
  };
}

/** "View All Data": sharing does not count. */
function administratorRules(): Rules {
  return Object.fromEntries(allObjects().map(({ name }) => [name, everything]));
}

/** A user's view of each object's records; what no rule names, nobody sees. */
interface Sharing {
  /** Whether a query for the object, or a child relationship to it, finds the record. */
  sees(object: string, record: OrgRecord): boolean;
  /**
   * Whether a lookup leads to the record. As in `sees`, except that a product which is no longer
   * for sale still has a name on the order that it was bought with. Salesforce has no sharing for
   * products at all; a hidden parent reads as null (guessed).
   */
  followsTo(object: string, record: OrgRecord): boolean;
}

const catalogue = new Set(['Product2', 'Pricebook2', 'PricebookEntry']);

function rulesFor(data: OrgData, user: OrgUser): Rules {
  switch (user.profile) {
    case 'Customer':
      return portalRules(data, user);
    case 'Integration':
      return integrationRules(user);
    case 'Sales':
      return internalRules(data, user);
    case 'System Administrator':
      return administratorRules();
  }
}

/** Works a user's sharing out once for a request. */
export function createSharing(data: OrgData, user: OrgUser): Sharing {
  const rules = rulesFor(data, user);
  function sees(object: string, record: OrgRecord): boolean {
    return rules[object]?.(record) ?? false;
  }
  return {
    sees,
    followsTo: (object, record) => catalogue.has(object) || sees(object, record),
  };
}
