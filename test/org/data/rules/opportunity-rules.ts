import type { RecordRules } from './record-rules.ts';

/** How likely a deal is at each stage, as new orgs have it (documented); an administrator's choice. */
const probabilities: Readonly<Record<string, number>> = {
  Prospecting: 10,
  Qualification: 10,
  'Needs Analysis': 20,
  'Value Proposition': 50,
  'Id. Decision Makers': 60,
  'Perception Analysis': 70,
  'Proposal/Price Quote': 75,
  'Negotiation/Review': 90,
  'Closed Won': 100,
  'Closed Lost': 0,
};

/** A stage says whether a deal is closed and won, and how likely it is unless the write says so. */
export const opportunityRules: RecordRules = {
  beforeSave({ before, next }) {
    const stage = String(next.StageName);
    const saidNothing = before === undefined || before.Probability === next.Probability;
    if (before?.StageName !== stage && (next.Probability == null || (before && saidNothing))) {
      next.Probability = probabilities[stage] ?? 0;
    }
    next.IsWon = stage === 'Closed Won';
    next.IsClosed = stage === 'Closed Won' || stage === 'Closed Lost';
  },
};
