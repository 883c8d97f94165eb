/** A product as `/api/catalogue` sends it. */
export const product = (number: number, family: string | null = 'Coffee') => ({
  id: `01t000000000${number}AAA`,
  name: `Product ${number}`,
  code: `GC${number}`,
  family,
  description: 'Made to last.',
  price: 1234.5,
});

/** What `/api/families` sends. */
export const families = {
  items: [
    { name: 'Coffee', products: 10 },
    { name: 'Hand Tools', products: 1200 },
  ],
  next: null,
};
