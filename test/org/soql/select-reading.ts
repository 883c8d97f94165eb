/** A part of a query and where it stands. */
export interface Reading {
  readonly place: number;
  readonly text: string;
}

type LiteralKind =
  | 'string'
  | 'number'
  | 'boolean'
  | 'null'
  | 'date'
  | 'datetime'
  | 'time'
  | 'relative date';

export interface LiteralReading extends Reading {
  readonly kind: LiteralKind;
}

/** One comparison: its right side is a literal, a list of them, or the subquery of a semi-join. */
export interface TestReading {
  readonly kind: 'test';
  readonly left: Reading;
  /** In capitals. */
  readonly operator: string;
  readonly literals: readonly LiteralReading[];
  readonly subquery?: SelectReading;
}

export type ConditionReading =
  | TestReading
  | { readonly kind: 'not'; readonly part: ConditionReading }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly ConditionReading[] };

export interface SelectItemReading extends Reading {
  readonly subquery?: SelectReading;
}

export interface OrderReading extends Reading {
  readonly descending: boolean;
  readonly nullsLast: boolean;
}

/** The number after LIMIT or OFFSET. */
export interface RowCountReading extends Reading {
  readonly rows: number;
}

/** A further name after FROM: a path to a parent, and the name that the query gives it. */
export interface ParentReading extends Reading {
  readonly alias: string | undefined;
}

/** One SELECT, clause by clause. */
export interface SelectReading {
  readonly place: number;
  readonly items: readonly SelectItemReading[];
  readonly object: Reading;
  readonly alias: string | undefined;
  readonly parents: readonly ParentReading[];
  readonly scope: Reading | undefined;
  readonly where: ConditionReading | undefined;
  readonly groups: readonly Reading[];
  readonly subtotals: 'none' | 'rollup' | 'cube';
  readonly having: ConditionReading | undefined;
  readonly orders: readonly OrderReading[];
  readonly limit: RowCountReading | undefined;
  readonly offset: RowCountReading | undefined;
  /** `FOR VIEW` or `FOR REFERENCE`: an application shows what it reads to its user. */
  readonly isShown: boolean;
  readonly lock: Reading | undefined;
}
