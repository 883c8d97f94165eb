import type { OrgData, OrgUser } from '../org-data.ts';
import type { FieldValue, OrgRecord } from '../record-table.ts';
import { caseRules } from './case-rules.ts';
import { contactRules } from './contact-rules.ts';
import { customTableRules } from './custom-table-rules.ts';
import { opportunityRules } from './opportunity-rules.ts';
import { orderItemRules } from './order-item-rules.ts';
import { orderRules } from './order-rules.ts';
import { personRules } from './person-rules.ts';
import { pricebookEntryRules } from './pricebook-entry-rules.ts';
import { taskRules } from './task-rules.ts';

/** A record on its way into the table. */
export interface RecordChange {
  readonly data: OrgData;
  readonly user: OrgUser;
  /** The time of the change, as a field holds it. */
  readonly at: string;
  /** As it was; undefined for a new one. */
  readonly before: OrgRecord | undefined;
  /** As it will be; rules fill what Salesforce computes. */
  readonly next: Record<string, FieldValue>;
}

/** A record that was saved or deleted just now. */
export interface SavedRecord {
  readonly data: OrgData;
  readonly user: OrgUser;
  readonly at: string;
  readonly record: OrgRecord;
}

/** What Salesforce itself does with the records of an object, and refuses to do. */
export interface RecordRules {
  /** @throws {ApiError} for what cannot be saved so */
  readonly beforeSave?: (change: RecordChange) => void;
  readonly afterSave?: (saved: SavedRecord) => void;
  /** @throws {ApiError} for what cannot be deleted */
  readonly beforeDelete?: (data: OrgData, record: OrgRecord) => void;
  readonly afterDelete?: (deleted: SavedRecord) => void;
}

const rules: Readonly<Record<string, RecordRules>> = {
  Case: caseRules,
  Contact: contactRules,
  Lead: personRules,
  Opportunity: opportunityRules,
  Order: orderRules,
  OrderItem: orderItemRules,
  PricebookEntry: pricebookEntryRules,
  Task: taskRules,
  UpsertTable__c: customTableRules,
};

export function rulesOf(object: string): RecordRules {
  return rules[object] ?? {};
}
