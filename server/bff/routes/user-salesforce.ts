import type { Soql } from '../queries/soql.ts';

/** The id of a record that is made in the same call: see {@link createdId}. */
export class CreatedId {
  readonly name: string;

  constructor(name: string) {
    if (!/^[A-Za-z]\w{0,39}$/.test(name)) {
      throw new TypeError(`The name of a new record is letters, digits and _, not ${name}`);
    }
    this.name = name;
  }
}

/**
 * Stands for the id of a record that is made in the same call, before the one that refers to it.
 *
 * @param name what that record is called there
 * @throws {TypeError} when it could be no record's name
 * @example { name: 'line', sObject: 'OrderItem', fields: { OrderId: createdId('order') } }
 */
export const createdId = (name: string): CreatedId => new CreatedId(name);

/** One record to be made. */
export interface NewRecord {
  /** By which later records of the same call refer to it: letters, digits and `_`. */
  readonly name: string;
  readonly sObject: string;
  /** The values of its fields, by the fields' names in Salesforce. */
  readonly fields: Readonly<Record<string, string | number | boolean | null | CreatedId>>;
  /** What the browser calls those fields, for when Salesforce refuses one: `{ Subject: 'subject' }`. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Fields to be read once everything is made, such as those that Salesforce fills in. */
  readonly read?: readonly string[];
}

/** A record that was made: its id, and the fields that were to be read, unchecked. */
export type MadeRecord = Readonly<Record<string, unknown>> & { readonly Id: string };

/** The rows that queries find, in the order of the queries. */
export type RowsOf<Queries extends readonly Soql[]> = {
  readonly [Index in keyof Queries]: Queries[Index] extends Soql<infer Row>
    ? readonly Row[]
    : never;
};

/** Salesforce with the signed-in user's own rights, as a command has it. Nothing that writes is tried twice. */
export interface UserSalesforce {
  /**
   * Asks several things at once: one call of Salesforce's API, however many.
   * @param queries 1 to 5; each finds 2,000 rows at most
   * @returns the rows of each, in order
   * @throws {Problem} as a route's query does
   */
  query<const Queries extends readonly Soql[]>(...queries: Queries): Promise<RowsOf<Queries>>;
  /**
   * Makes all of them or none, in one call of Salesforce's API.
   * @param records with what is to be read of them, at most 25 altogether
   * @returns them in order
   * @throws {Problem} `invalid_input` with what Salesforce refuses, `conflict` for a unique value that is
   * taken, `forbidden`; after `salesforce_unavailable` they may have been made all the same
   */
  create<const Records extends readonly NewRecord[]>(
    ...records: Records
  ): Promise<{ readonly [Index in keyof Records]: MadeRecord }>;
}
