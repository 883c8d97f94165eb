import { describe, expect, it } from 'vitest';
import { createQueryAs } from './query-as.ts';

const { data, queryAs, refusalOf } = createQueryAs();
const mia = 'mia@store.example';
const tasks = [...data.tables.Task.rows()];
const [account] = data.tables.Account.rows();
const [order] = data.tables.Order.rows();
const [lead] = data.tables.Lead.rows();

// Beside the seeded tasks, all about opportunities: one about each of two other types.
for (const WhatId of [account?.Id ?? null, order?.Id ?? null]) {
  const task = data.tables.Task.insert({
    WhatId,
    WhoId: lead?.Id ?? null,
    Subject: 'Visit',
    OwnerId: account?.OwnerId ?? null,
  });
  tasks.push(task);
}

describe('lookups to several objects', () => {
  it('read as a Name, with the type of what they lead to', () => {
    const found = queryAs(
      mia,
      "SELECT What.Name, What.Type, Who.Type, Who.Email FROM Task WHERE Subject = 'Visit'",
    ).records;
    expect(found).toMatchObject([
      {
        What: {
          attributes: { type: 'Name', url: `/services/data/v66.0/sobjects/Account/${account?.Id}` },
          Name: account?.Name,
          Type: 'Account',
        },
        Who: { Type: 'Lead', Email: lead?.Email },
      },
      { What: { Name: order?.OrderNumber, Type: 'Order' } },
    ]);
  });

  it('show of a Name only what the type of the record has', () => {
    const [task] = queryAs(
      mia,
      "SELECT What.Email, What.Title FROM Task WHERE Subject = 'Visit'",
    ).records;
    expect(task?.What).toMatchObject({ Email: null, Title: null });
  });

  it('filter, group and sort by that type', () => {
    const about = (type: string) =>
      queryAs(mia, `SELECT COUNT() FROM Task WHERE What.Type = '${type}'`).totalSize;
    expect(about('account')).toBe(1);
    expect(about('Opportunity')).toBe(tasks.length - 2);
    expect(
      queryAs(
        mia,
        'SELECT What.Type t, COUNT(Id) n FROM Task GROUP BY What.Type ORDER BY What.Type',
      ).records,
    ).toMatchObject([
      { t: 'Account', n: 1 },
      { t: 'Opportunity', n: tasks.length - 2 },
      { t: 'Order', n: 1 },
    ]);
    expect(queryAs(mia, 'SELECT COUNT() FROM Task WHERE What.Type = null').totalSize).toBe(0);
  });

  it('answer by TYPEOF the fields of each type, others by ELSE, null without one', () => {
    const typeOf = (branches: string) =>
      queryAs(
        mia,
        `SELECT Subject, TYPEOF What ${branches} END FROM Task WHERE What.Type != 'Opportunity'`,
      ).records.map(({ What }) => What);
    const url = `/services/data/v66.0/sobjects/Account/${account?.Id}`;
    expect(typeOf('WHEN Account THEN Phone, Owner.Name WHEN order THEN Status ELSE Name')).toEqual([
      {
        attributes: { type: 'Account', url },
        Phone: account?.Phone,
        Owner: {
          attributes: expect.objectContaining({ type: 'User' }),
          Name: data.tables.User.get(account?.OwnerId ?? null).Name,
        },
      },
      expect.objectContaining({ Status: order?.Status }),
    ]);
    expect(typeOf('WHEN Case THEN CaseNumber ELSE Name')).toMatchObject([
      { Name: account?.Name },
      { Name: order?.OrderNumber },
    ]);
    expect(typeOf('WHEN Order THEN Id')).toMatchObject([null, { Id: order?.Id }]);
  });

  it('are the owners of cases and leads: people or queues, of which the org has none yet', () => {
    for (const object of ['Case', 'Lead']) {
      const [row] = queryAs(mia, `SELECT Owner.Name, Owner.Type FROM ${object} LIMIT 1`).records;
      expect(row?.Owner).toMatchObject({
        attributes: { type: 'Name' },
        Name: expect.any(String),
        Type: 'User',
      });
      const [typed] = queryAs(
        mia,
        `SELECT TYPEOF Owner WHEN User THEN Username WHEN Group THEN DeveloperName END FROM ${object} LIMIT 1`,
      ).records;
      expect(typed?.Owner).toMatchObject({ Username: expect.stringContaining('@store.example') });
    }
    expect(queryAs(mia, "SELECT COUNT() FROM Case WHERE Owner.Type = 'Queue'").totalSize).toBe(0);
    expect(queryAs(mia, 'SELECT Id, Name, Type FROM Group').totalSize).toBe(0);
  });

  it('lead to what of their targets the user may read', () => {
    const ada = 'ada@northwind.example';
    expect(refusalOf(ada, 'SELECT Id FROM Group')).toContain('INVALID_TYPE');
    expect(queryAs(ada, 'SELECT Owner.Name FROM Case LIMIT 1').records[0]?.Owner).toBeNull();
  });

  it.each([
    ['SELECT What.Amount FROM Task', "INVALID_FIELD No such column 'Amount' on entity 'Name'."],
    // As Salesforce says of an owner who is always a user.
    ['SELECT Owner.Type FROM Account', "INVALID_FIELD No such column 'Type' on entity 'User'."],
    [
      'SELECT TYPEOF What WHEN Account THEN Nope END FROM Task',
      "INVALID_FIELD No such column 'Nope' on entity 'Account'.",
    ],
    [
      'SELECT TYPEOF Account WHEN Account THEN Name END FROM Task',
      "MALFORMED_QUERY The relationship 'Account' in TYPEOF is not polymorphic",
    ],
    [
      'SELECT TYPEOF What WHEN User THEN Name END FROM Task',
      "MALFORMED_QUERY 'User' is not a type of the relationship 'What' in TYPEOF",
    ],
    [
      'SELECT TYPEOF What WHEN Order THEN Id WHEN Order THEN Name END FROM Task',
      'MALFORMED_QUERY WHEN clause operand [Order] is not unique',
    ],
    ['SELECT TYPEOF What WHEN Account THEN Id END, What.Name FROM Task', 'INVALID_FIELD duplicate'],
    [
      'SELECT TYPEOF What WHEN Account THEN Id END, COUNT(Id) FROM Task',
      'MALFORMED_QUERY Subqueries, TYPEOF and FIELDS() are not allowed in a grouped query',
    ],
    ['SELECT COUNT() FROM Task WHERE TYPEOF What = 1', 'MALFORMED_QUERY unexpected token'],
  ])('refuses %s', (soql, message) => {
    expect(refusalOf(mia, soql)).toContain(message);
  });
});
