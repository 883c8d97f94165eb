import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Problem } from '../../server/bff/problem.ts';
import { soql } from '../../server/bff/queries/soql.ts';
import { userFacts } from '../../server/bff/routes/user-facts.ts';
import type { StoredGrant } from '../../server/bff/session/vault.ts';
import { createUserFactsSource } from '../../server/bff/sources/user-facts.ts';
import type { User } from '../../server/bff/user.ts';

const facts = userFacts({
  select: ({ id }) => soql<{ AccountId: string }>`SELECT AccountId FROM User WHERE Id = ${id}`,
  output: z.object({ accountId: z.string(), id: z.string().optional() }),
  project: ({ AccountId }) => ({ accountId: AccountId, id: 'somebody else' }),
});

const userOf = (id: string): User => ({
  ...{ id, organizationId: '00D', username: `${id}@x.example`, name: id, email: `${id}@x.example` },
});
const [ada, grace] = [userOf('ada'), userOf('grace')];
const { signal } = new AbortController();

function rig() {
  const state = {
    now: 1_000_000,
    generations: new Map([ada, grace].map(({ id }) => [`00D/${id}`, 'first'])),
    account: 'northwind',
    failure: undefined as Problem | undefined,
    asked: [] as string[],
  };
  const source = createUserFactsSource({
    clock: () => state.now,
    grants: {
      async current(owner) {
        const generation = state.generations.get(owner);
        if (generation === undefined) throw new Problem('session_expired', 'Sign in again.');
        // Nothing else of a grant is looked at.
        return { generation } as StoredGrant;
      },
    },
    live: {
      async query(_soql, { id }) {
        state.asked.push(id);
        const { failure, account } = state;
        await Promise.resolve();
        if (failure !== undefined) throw failure;
        return [{ AccountId: `${account} of ${id}` }];
      },
    },
  });
  const accountOf = async (user: User) => {
    const known = (await source.know(user, facts, signal)) as User & { accountId: string };
    expect(known.id).toBe(user.id);
    return known.accountId;
  };
  return { state, accountOf };
}

describe('what is known of users', () => {
  it('is asked once for all who ask at once, and each user for themselves', async () => {
    const { state, accountOf } = rig();
    const answers = await Promise.all([ada, grace, ada, grace, ada].map(accountOf));
    expect(answers[0]).toBe('northwind of ada');
    expect(answers[1]).toBe('northwind of grace');
    expect(new Set(answers).size).toBe(2);
    expect(state.asked.toSorted()).toEqual(['ada', 'grace']);
  });

  it('is kept for less than five minutes since the question', async () => {
    const { state, accountOf } = rig();
    await accountOf(ada);
    state.account = 'contoso';
    state.now += 5 * 60_000 - 1;
    expect(await accountOf(ada)).toBe('northwind of ada');
    state.now += 1;
    expect(await accountOf(ada)).toBe('contoso of ada');
    expect(state.asked).toHaveLength(2);
  });

  it('is not kept over a clock that is set back', async () => {
    const { state, accountOf } = rig();
    await accountOf(ada);
    state.account = 'contoso';
    state.now -= 1;
    expect(await accountOf(ada)).toBe('contoso of ada');
  });

  it('is asked anew for another grant, and ends with the grant', async () => {
    const { state, accountOf } = rig();
    await accountOf(ada);
    state.account = 'contoso';
    state.generations.set('00D/ada', 'second');
    expect(await accountOf(ada)).toBe('contoso of ada');
    state.generations.delete('00D/ada');
    await expect(accountOf(ada)).rejects.toMatchObject({ code: 'session_expired' });
    expect(await accountOf(grace)).toBe('contoso of grace');
  });

  it('is not answered from older knowledge where Salesforce does not answer', async () => {
    const { state, accountOf } = rig();
    await accountOf(ada);
    state.now += 5 * 60_000;
    state.failure = new Problem('salesforce_unavailable', 'Away.');
    await expect(accountOf(ada)).rejects.toMatchObject({ code: 'salesforce_unavailable' });
    state.failure = undefined;
    expect(await accountOf(ada)).toBe('northwind of ada');
  });
});
