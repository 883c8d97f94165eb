import { z } from 'zod';

/** What describe says of an object, as far as it is needed to copy it. */
export const Describe = z.object({
  name: z.string(),
  fields: z.array(z.object({ name: z.string(), type: z.string(), length: z.number() })),
});

type Field = z.output<typeof Describe>['fields'][number];

interface Column {
  readonly field: string;
  readonly name: string;
  readonly type: string;
}

/** An object and the table that it is copied to. */
export interface Mapping {
  readonly object: string;
  /** With its schema, quoted. */
  readonly table: string;
  readonly columns: readonly Column[];
}

/** Types whose values are texts of a limited length. */
const texts = /^(?:string|picklist|multipicklist|reference|email|phone|url|combobox|textarea)$/;

/**
 * Heroku Connect's types, as tables that it made have them (seen in many public dumps of such databases:
 * amounts are binary fractions, times have no zone, and mean UTC; documented are `sfid`, `id`,
 * `systemmodstamp` and `isdeleted`).
 */
function typeOf({ type, length }: Field): string {
  if (type === 'id') return 'varchar(18) COLLATE ucs_basic';
  if (type === 'boolean' || type === 'date') return type;
  if (type === 'datetime') return 'timestamp without time zone';
  if (type === 'int') return 'integer';
  if (/^(?:double|currency|percent)$/.test(type)) return 'double precision';
  if (texts.test(type) && length > 0 && (type !== 'textarea' || length <= 255)) {
    return `varchar(${length})`;
  }
  return 'text';
}

/** Every field of an object, under the lower-case names that Heroku Connect gives. */
export function mappingOf({ name, fields }: z.output<typeof Describe>): Mapping {
  return {
    object: name,
    table: `salesforce."${name.toLowerCase()}"`,
    columns: fields.map((field) => ({
      field: field.name,
      name: field.name === 'Id' ? 'sfid' : field.name.toLowerCase(),
      type: typeOf(field),
    })),
  };
}

/** The table and its indexes, under Heroku Connect's own names (seen). */
export function tableOf({ object, table, columns }: Mapping): string {
  const name = object.toLowerCase();
  const own = columns.map((column) => `"${column.name}" ${column.type}`);
  return `
    CREATE TABLE ${table} (
      id serial PRIMARY KEY,
      ${own.join(',\n      ')},
      _hc_lastop varchar(32),
      _hc_err text
    );
    CREATE UNIQUE INDEX "hcu_idx_${name}_sfid" ON ${table} (sfid);
    CREATE INDEX "hc_idx_${name}_systemmodstamp" ON ${table} (systemmodstamp);
    ${columns
      .filter(({ name: column }) => /^(?:accountid|orderid|ownerid)$/.test(column))
      .map(
        (column) => `CREATE INDEX "hc_idx_${name}_${column.name}" ON ${table} ("${column.name}");`,
      )
      .join('\n')}`;
}

/** A query that reads every field. */
export const queryOf = ({ object, columns }: Mapping, since?: string): string =>
  `SELECT ${columns.map(({ field }) => field).join(', ')} FROM ${object}${
    since === undefined ? '' : ` WHERE SystemModstamp >= ${since}`
  }`;

/** Writes records, given as one JSON text, over those that are there. */
export function upsertOf({ table, columns }: Mapping): string {
  const names = [...columns.map(({ name }) => `"${name}"`), '_hc_lastop'];
  return `
    INSERT INTO ${table} (${names.join(', ')})
    SELECT ${names.join(', ')} FROM json_populate_recordset(NULL::${table}, $1)
    ON CONFLICT (sfid) DO UPDATE
    SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`;
}

/** A record under its columns' names. */
export const rowOf = ({ columns }: Mapping, record: Readonly<Record<string, unknown>>): object => ({
  ...Object.fromEntries(columns.map(({ name, field }) => [name, record[field] ?? null])),
  _hc_lastop: 'SYNCED',
});
