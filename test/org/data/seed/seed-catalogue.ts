import type { OrgTables } from '../org-tables.ts';
import type { OrgRecord } from '../record-table.ts';
import { seedProducts } from './products.ts';
import type { Random } from './random.ts';

/**
 * Products, the Standard Price Book with a price for each, and a price book that is not in use
 * (nobody but the shop's own people may see its prices).
 */
export function seedCatalogue(tables: OrgTables, random: Random): void {
  const standard = tables.Pricebook2.insert({
    Name: 'Standard Price Book',
    IsActive: true,
    IsStandard: true,
  });
  const wholesale = tables.Pricebook2.insert({
    Name: 'Wholesale (planned)',
    Description: 'Not in use yet',
    IsActive: false,
  });
  const products: [OrgRecord, number][] = seedProducts().map((product) => [
    tables.Product2.insert({
      Name: product.name,
      ProductCode: product.code,
      StockKeepingUnit: `${product.code.replace('-', '')}-${random.between(1000, 9999)}`,
      Description: product.description,
      Family: product.family,
      IsActive: product.discontinued !== true,
      QuantityUnitOfMeasure: product.name.includes('Pair') ? 'Pair' : 'Each',
      InternalCost__c: Math.round(product.price * (0.45 + random.next() * 0.2)) / 100,
    }),
    product.price,
  ]);
  for (const [book, share] of [
    [standard, 1],
    [wholesale, 0.8],
  ] as const) {
    for (const [product, price] of products) {
      tables.PricebookEntry.insert({
        Name: product.Name ?? null,
        ProductCode: product.ProductCode ?? null,
        Pricebook2Id: book.Id,
        Product2Id: product.Id,
        UnitPrice: Math.round(price * share) / 100,
        IsActive: product.IsActive === true,
      });
    }
  }
}
