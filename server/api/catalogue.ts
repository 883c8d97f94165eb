import { z } from 'zod';
import {
  compareText,
  cursor,
  page,
  publicQuery,
  salesforceId,
  sameId,
  soql,
  textContains,
} from '../bff/index.ts';

const CatalogueItem = z.object({
  /** Of the product, not of its price. */
  id: salesforceId,
  name: z.string(),
  code: z.string().nullable(),
  family: z.string().nullable(),
  description: z.string().nullable(),
  price: z.number(),
});

const Family = z.object({ name: z.string(), products: z.number() });

interface PriceRow {
  readonly Product2Id: string;
  readonly UnitPrice: number;
  readonly Product2: {
    readonly Name: string;
    readonly ProductCode: string | null;
    readonly Family: string | null;
    readonly Description: string | null;
  };
}

/** What the shop sells: active products with an active price in the standard price book. */
export const onSale = soql`Pricebook2.IsStandard = TRUE AND IsActive = TRUE AND Product2.IsActive = TRUE`;

/**
 * All of it, by name. Every route here is answered from this one query, so that whatever visitors look
 * for, Salesforce is asked once in five minutes.
 */
const wholeCatalogue = {
  cacheSeconds: 300,
  select: () => soql<PriceRow>`
    SELECT Product2Id, UnitPrice, Product2.Name, Product2.ProductCode, Product2.Family, Product2.Description
    FROM PricebookEntry
    WHERE ${onSale}
    ORDER BY Product2.Name, Product2Id`,
};

const item = ({ Product2Id, UnitPrice, Product2 }: PriceRow) => ({
  id: Product2Id,
  name: Product2.Name,
  code: Product2.ProductCode,
  family: Product2.Family,
  description: Product2.Description,
  price: UnitPrice,
});

const itemCursor = cursor(z.strictObject({ name: z.string().max(255), id: salesforceId }));

/** The products on sale, by name; the same for everybody. */
export const catalogue = publicQuery({
  ...wholeCatalogue,
  input: z.object({
    /** Part of a name or a product code. */
    search: z.string().trim().max(100).optional(),
    family: z.string().trim().max(255).optional(),
    after: itemCursor.optional(),
  }),
  output: page(CatalogueItem, {
    size: 24,
    cursor: itemCursor,
    position: ({ name, id }) => ({ name, id }),
  }),
  pick: (rows, { search, family, after }) =>
    (after ? rows.slice(placeBehind(after, rows)) : rows).filter(
      ({ Product2 }) =>
        (!search ||
          textContains(Product2.Name, search) ||
          textContains(Product2.ProductCode, search)) &&
        (!family || isOf(family, Product2.Family)),
    ),
  project: item,
});

/** One product that is on sale. */
export const product = publicQuery({
  ...wholeCatalogue,
  input: z.object({ id: salesforceId }),
  output: CatalogueItem,
  pick: (rows, { id }) => rows.filter(({ Product2Id }) => sameId(Product2Id, id)),
  project: item,
});

const familyCursor = cursor(z.strictObject({ name: z.string().max(255) }));

/** The families that products on sale belong to, by name, and how many there are of each. */
export const families = publicQuery({
  ...wholeCatalogue,
  input: z.object({ after: familyCursor.optional() }),
  output: page(Family, { size: 100, cursor: familyCursor, position: ({ name }) => ({ name }) }),
  pick: (rows, { after }) =>
    countsOf(rows.flatMap(({ Product2 }) => Product2.Family ?? [])).filter(
      ({ name }) => !after || compareText(name, after.name) > 0,
    ),
  project: (family) => family,
});

const isOf = (family: string, its: string | null): boolean =>
  its !== null && compareText(its, family) === 0;

/**
 * Where a page begins. The rows are in Salesforce's own order, so that what the page before has ended
 * with is looked for first; only where that is gone, or has another name by now, is it compared.
 */
function placeBehind({ name, id }: { name: string; id: string }, rows: readonly PriceRow[]) {
  const last = rows.findIndex(
    (row) => sameId(row.Product2Id, id) && compareText(row.Product2.Name, name) === 0,
  );
  if (last >= 0) return last + 1;
  const next = rows.findIndex(({ Product2: { Name }, Product2Id }) => {
    const order = compareText(Name, name);
    return order > 0 || (order === 0 && Product2Id > id);
  });
  return next === -1 ? rows.length : next;
}

function countsOf(names: readonly string[]) {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .map(([name, products]) => ({ name, products }))
    .toSorted((a, b) => compareText(a.name, b.name));
}
