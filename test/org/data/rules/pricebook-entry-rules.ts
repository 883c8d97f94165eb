import { refusal } from '../writes/refusal.ts';
import type { RecordRules } from './record-rules.ts';

/** A product has one price a book, and one in the Standard Price Book before any other (seen). */
export const pricebookEntryRules: RecordRules = {
  beforeSave({ data, before, next }) {
    const { PricebookEntry, Pricebook2, Product2 } = data.tables;
    const product = Product2.get(next.Product2Id ?? null);
    next.Name = product.Name ?? null;
    next.ProductCode = product.ProductCode ?? null;
    if (before !== undefined) return;
    const prices = PricebookEntry.children('Product2Id', product.Id).filter(
      ({ IsDeleted }) => IsDeleted !== true,
    );
    if (prices.some(({ Pricebook2Id }) => Pricebook2Id === next.Pricebook2Id)) {
      const message = 'This price definition already exists in this price book';
      throw refusal('FIELD_INTEGRITY_EXCEPTION', message);
    }
    const isStandard = (bookId: unknown) => Pricebook2.find(String(bookId))?.IsStandard === true;
    if (!isStandard(next.Pricebook2Id) && !prices.some((each) => isStandard(each.Pricebook2Id))) {
      const message = 'Before creating a custom price, create a standard price.';
      throw refusal('STANDARD_PRICE_NOT_DEFINED', message);
    }
  },
};
