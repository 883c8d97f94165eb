import { Pool } from 'undici';

interface OrderItemRow {
  readonly Id: string;
  readonly Quantity: number;
  readonly UnitPrice: number;
  readonly TotalPrice: number;
  readonly Product2: {
    readonly Name: string;
    readonly ProductCode: string | null;
    readonly Family: string | null;
  } | null;
}

interface OrderRow {
  readonly Id: string;
  readonly OrderNumber: string;
  readonly Status: string;
  readonly EffectiveDate: string;
  readonly TotalAmount: number;
  readonly Account: { readonly Name: string } | null;
  readonly OrderItems: { readonly records: readonly OrderItemRow[] } | null;
}

const select =
  'SELECT Id, OrderNumber, Status, EffectiveDate, TotalAmount, Account.Name,' +
  ' (SELECT Id, Quantity, UnitPrice, TotalPrice, Product2.Name, Product2.ProductCode, Product2.Family' +
  ' FROM OrderItems ORDER BY OrderItemNumber) FROM Order WHERE Id = ';

/** What somebody writes by hand who needs the same order of Salesforce's as `/api/myOrder`: a pool, the query, the fields. */
export function createAskSalesforce(instanceUrl: string) {
  const pool = new Pool(instanceUrl, { connections: 64 });

  return async function askSalesforce(accessToken: string, id: unknown): Promise<object> {
    if (typeof id !== 'string' || !/^\w{15,18}$/.test(id)) throw new Error('That is no id');
    const { statusCode, body } = await pool.request({
      path: `/services/data/v66.0/query?q=${encodeURIComponent(`${select}'${id}' LIMIT 1`)}`,
      method: 'GET',
      headers: { authorization: `Bearer ${accessToken}`, accept: 'application/json' },
    });
    if (statusCode !== 200) throw new Error(`Salesforce answered ${statusCode}`);
    // Salesforce's answer to the query above.
    const { records } = (await body.json()) as { readonly records: readonly OrderRow[] };
    const [order] = records;
    if (order === undefined) throw new Error('There is no such order');
    return {
      id: order.Id,
      number: order.OrderNumber,
      status: order.Status,
      orderedOn: order.EffectiveDate,
      total: order.TotalAmount,
      account: order.Account?.Name ?? null,
      lines: (order.OrderItems?.records ?? []).map((item) => ({
        id: item.Id,
        product: item.Product2?.Name ?? null,
        productCode: item.Product2?.ProductCode ?? null,
        family: item.Product2?.Family ?? null,
        quantity: item.Quantity,
        unitPrice: item.UnitPrice,
        total: item.TotalPrice,
      })),
    };
  };
}
