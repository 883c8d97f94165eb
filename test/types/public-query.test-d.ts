/** What must not compile, as the developer of a public route would write it. */
import { z } from 'zod';
import { publicQuery, type RouteOutput, soql } from '../../server/bff/index.ts';

interface Row {
  readonly Id: string;
  readonly Name: string;
}

const input = z.object({ search: z.string().optional() });
const output = z.object({ name: z.string() });
const select = () => soql<Row>`SELECT Id, Name FROM Product2`;
const project = ({ Name }: { readonly Name: string }) => ({ name: Name });

const plain = publicQuery({
  cacheSeconds: 60,
  input,
  output,
  select,
  project: (row) => ({ name: row.Name }),
});
const picked = publicQuery({
  cacheSeconds: 60,
  input,
  output,
  select,
  pick: (rows, { search = '' }) =>
    rows.filter(({ Name }) => Name === search).map(({ Name, Id }) => ({ both: Name + Id })),
  project: ({ both }) => ({ name: both }),
});
type Name = RouteOutput<typeof plain>['name'] & RouteOutput<typeof picked>['name'];
'text' satisfies Name;

// @ts-expect-error how long an answer may be kept is for the developer to say
publicQuery({ input, output, select, project });

// @ts-expect-error it is a number of seconds
publicQuery({ cacheSeconds: '60', input, output, select, project });

// @ts-expect-error nobody is told who asks
publicQuery({ cacheSeconds: 60, input, output, project, select: (_input, user) => select(user) });

publicQuery({
  cacheSeconds: 60,
  input,
  output,
  select,
  // @ts-expect-error the rows are everybody's
  pick: (rows) => rows.sort(),
  project,
});

publicQuery({
  cacheSeconds: 60,
  input,
  output,
  select,
  // @ts-expect-error a field that was not selected
  pick: (rows) => rows.filter(({ Family }) => Family),
  project,
});

publicQuery({
  cacheSeconds: 60,
  input,
  output,
  select,
  pick: (rows) => rows.map(({ Id }) => ({ Id })),
  // @ts-expect-error what was picked has no name any more
  project: ({ Name }) => ({ name: Name }),
});
