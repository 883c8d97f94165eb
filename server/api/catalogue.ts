import { z } from 'zod';
import { containing, cursor, page, publicQuery, salesforceId, soql } from '../bff/index.ts';

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

interface FamilyRow {
  readonly family: string;
  readonly products: number;
}

/** What the shop sells: active products with an active price in the standard price book. */
export const onSale = soql`Pricebook2.IsStandard = TRUE AND IsActive = TRUE AND Product2.IsActive = TRUE`;

const itemCursor = cursor(z.strictObject({ name: z.string().max(255), id: salesforceId }));

/** The products on sale, by name; the same for everybody. */
export const catalogue = publicQuery({
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
  select: ({ search, family, after }) => soql<PriceRow>`
    SELECT Product2Id, UnitPrice, Product2.Name, Product2.ProductCode, Product2.Family, Product2.Description
    FROM PricebookEntry
    WHERE ${onSale}
      ${search ? soql`AND ${named(search)}` : soql``}
      ${family ? soql`AND Product2.Family = ${family}` : soql``}
      ${after ? soql`AND ${behind(after)}` : soql``}
    ORDER BY Product2.Name, Product2Id`,
  project: catalogueItem,
});

/** One product on sale, for everybody. */
export const product = publicQuery({
  input: z.object({ id: salesforceId }),
  output: CatalogueItem,
  select: ({ id }) => soql<PriceRow>`
    SELECT Product2Id, UnitPrice, Product2.Name, Product2.ProductCode, Product2.Family, Product2.Description
    FROM PricebookEntry
    WHERE ${onSale} AND Product2Id = ${id}`,
  project: catalogueItem,
});

const familyCursor = cursor(z.strictObject({ name: z.string().max(255) }));

/** The families that products on sale belong to, and how many there are of each. */
export const families = publicQuery({
  input: z.object({ after: familyCursor.optional() }),
  output: page(Family, { size: 100, cursor: familyCursor, position: ({ name }) => ({ name }) }),
  select: ({ after }) => soql<FamilyRow>`
    SELECT Product2.Family family, COUNT(Id) products
    FROM PricebookEntry
    WHERE ${onSale} AND Product2.Family != null
      ${after ? soql`AND Product2.Family > ${after.name}` : soql``}
    GROUP BY Product2.Family
    ORDER BY Product2.Family`,
  project: ({ family, products }) => ({ name: family, products }),
});

function catalogueItem({ Product2Id, UnitPrice, Product2 }: PriceRow) {
  return {
    id: Product2Id,
    name: Product2.Name,
    code: Product2.ProductCode,
    family: Product2.Family,
    description: Product2.Description,
    price: UnitPrice,
  };
}

function named(search: string) {
  const pattern = containing(search);
  return soql`(Product2.Name LIKE ${pattern} OR Product2.ProductCode LIKE ${pattern})`;
}

function behind({ name, id }: { name: string; id: string }) {
  return soql`(Product2.Name > ${name} OR (Product2.Name = ${name} AND Product2Id > ${id}))`;
}
