import { cursor, page, salesforceId, soql, userQuery } from 'lwc-bff';
import { z } from 'zod';

const afterId = cursor(z.strictObject({ id: salesforceId }));

/** The orders that the signed-in user may see. */
const myOrders = userQuery({
  input: z.object({ after: afterId.optional() }),
  output: page(z.object({ id: salesforceId, number: z.string() }), {
    size: 20,
    cursor: afterId,
    position: ({ id }) => ({ id }),
  }),
  select: ({ after }) => soql`
    SELECT Id, OrderNumber FROM Order
    WHERE Id != null ${after ? soql`AND Id > ${after.id}` : soql``}
    ORDER BY Id`,
  project: ({ Id, OrderNumber }) => ({ id: Id, number: OrderNumber }),
});

export const routes = { myOrders };
