import { describe, expect, it } from 'vitest';
import { userFromClaims } from '../../server/bff/salesforce/user-from-claims.ts';

const loginUrl = new URL('https://login.salesforce.com');
const organizationId = '00D000000000001EAA';
const id = '005000000000001AAA';

describe('userFromClaims', () => {
  it('reads Salesforce’s claims', () => {
    const claims = {
      sub: `https://login.salesforce.com/id/${organizationId}/${id}`,
      user_id: id,
      organization_id: organizationId,
      preferred_username: 'ada@northwind.example',
      name: 'Ada Lovelace',
      email: 'ada@mail.example',
    };
    expect(userFromClaims(claims, loginUrl)).toEqual({
      id,
      organizationId,
      username: 'ada@northwind.example',
      name: 'Ada Lovelace',
      email: 'ada@mail.example',
    });
  });

  it('finds organization and user in the identity URL alone', () => {
    const sub = `https://login.salesforce.com/id/${organizationId}/${id}`;
    expect(userFromClaims({ sub }, loginUrl)).toMatchObject({ id, organizationId, username: id });
  });

  it('believes no claim beside the subject about who it is', () => {
    const sub = `https://login.salesforce.com/id/${organizationId}/${id}`;
    const others = { user_id: '005000000000002AAA', organization_id: '00D000000000002EAA' };
    expect(userFromClaims({ sub, ...others }, loginUrl)).toMatchObject({ id, organizationId });
    expect(userFromClaims({ sub: 'ada', ...others }, loginUrl)).toMatchObject({
      id: 'ada',
      organizationId: 'login.salesforce.com',
    });
  });

  it('takes issuer and subject of another provider', () => {
    expect(userFromClaims({ sub: 'ada' }, loginUrl)).toEqual({
      id: 'ada',
      organizationId: 'login.salesforce.com',
      username: 'ada',
      name: 'ada',
      email: '',
    });
  });

  it('takes nothing but text for a claim', () => {
    const claims = { sub: 'ada', name: { $ne: '' }, email: 5, preferred_username: ['x'] };
    expect(userFromClaims(claims, loginUrl)).toMatchObject({
      name: 'ada',
      email: '',
      username: 'ada',
    });
  });
});
