import type { Field, FieldRelationship, FieldType } from '@jetstreamapp/soql-parser-js';

/** The path as the query writes it; the parser splits it and keeps the whole where there is more than one part. */
export function fieldText(field: Field | FieldRelationship): string {
  const { rawValue } = field as { rawValue?: string };
  return rawValue ?? field.field;
}

/** The name that the query gives a field; the parser's types promise it for some kinds only. */
export function fieldAlias(field: FieldType): string | undefined {
  return 'alias' in field ? field.alias : undefined;
}
