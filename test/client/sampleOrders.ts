/** An order as `/api/myOrders` sends it. */
export const order = (number: number, status = 'Shipped') => ({
  id: `801000000000${number}AAA`,
  number: `0000${number}`,
  status,
  orderedOn: '2026-01-05',
  total: 1234.5,
  account: 'Northwind',
});

/** An order as `/api/myOrder` sends it. */
export const orderWithLines = (number: number) => ({
  ...order(number),
  lines: [
    {
      id: '802000000000001AAA',
      product: 'Diesel generator',
      productCode: 'GC1060',
      family: 'Generators',
      quantity: 2,
      unitPrice: 600,
      total: 1200,
    },
    {
      id: '802000000000002AAA',
      product: 'Delivery',
      productCode: null,
      family: null,
      quantity: 1,
      unitPrice: 34.5,
      total: 34.5,
    },
  ],
});
