import { dateText, dateTimeText } from '../date-text.ts';
import { updateLastActivity } from '../last-activity.ts';
import type { OrgTables } from '../org-tables.ts';
import { forecastOf, outcomeOf } from '../rules/opportunity-rules.ts';
import type { SeededAccount } from './seed-accounts.ts';

const day = 24 * 60 * 60 * 1000;

/** Name, stage, probability, days until it closes (or since), amount. */
const deals = [
  ['Workshop refit', 'Negotiation/Review', 90, 21, 48_000],
  ['Spring range', 'Closed Won', 100, -35, 22_500],
  ['Second site', 'Prospecting', 10, 120, 64_000],
  ['Service contract', 'Proposal/Price Quote', 75, 40, 9_600],
  ['Trial order', 'Closed Lost', 0, -80, 3_200],
  ['Yearly frame order', 'Qualification', 25, 75, 31_000],
] as const;

/** First name, last name, company, title, status, days ago. */
const leads = [
  ['Emmy', 'Noether', 'Ring & Ideal', 'Owner', 'Open - Not Contacted', 2],
  ['Hedy', 'Lamarr', 'Hopping Frequencies', 'Inventor', 'Working - Contacted', 9],
  ['Blaise', 'Pascal', 'Pascaline Instruments', 'Buyer', 'Closed - Not Converted', 140],
] as const;

/** Opportunities, leads, and what is to be done about them. */
export function seedSales(
  tables: OrgTables,
  accounts: readonly SeededAccount[],
  today: Date,
): void {
  const on = (days: number) => dateText(new Date(today.getTime() + days * day));
  const at = (days: number) => dateTimeText(new Date(today.getTime() + days * day));
  for (const [index, { row, contacts }] of accounts.entries()) {
    const [contact] = contacts;
    const [name, stage, probability, closesIn, amount] = deals[index % deals.length] ?? deals[0];
    const closed = stage.startsWith('Closed');
    const opportunity = tables.Opportunity.insert({
      AccountId: row.Id,
      Name: `${String(row.Name)}: ${name}`,
      StageName: stage,
      Amount: amount,
      Probability: probability,
      CloseDate: on(closesIn),
      Type: 'Existing Business',
      LeadSource: 'Web',
      ...outcomeOf(stage),
      ...forecastOf(stage),
      OwnerId: row.OwnerId ?? null,
      CreatedDate: at(-100),
    });
    const task = tables.Task.insert({
      WhoId: contact?.Id ?? null,
      WhatId: opportunity.Id,
      Subject: closed ? 'Send the papers' : 'Call',
      ActivityDate: on(closesIn - 7),
      Status: closed ? 'Completed' : 'Not Started',
      Priority: 'Normal',
      IsClosed: closed,
      AccountId: row.Id,
      OwnerId: row.OwnerId ?? null,
      CreatedDate: at(-100),
    });
    updateLastActivity(tables, task);
  }
  const [manager] = tables.User.rows();
  for (const [firstName, lastName, company, title, status, daysAgo] of leads) {
    tables.Lead.insert({
      FirstName: firstName,
      LastName: lastName,
      Name: `${firstName} ${lastName}`,
      Company: company,
      Title: title,
      Email: `${firstName.toLowerCase()}@leads.example`,
      Status: status,
      LeadSource: 'Web',
      OwnerId: manager?.Id ?? null,
      CreatedDate: at(-daysAgo),
    });
  }
}
