import type { FieldValue } from '../record-table.ts';
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

/** What a forecast calls its categories, and what the field for people calls them (documented). */
const forecastCategories: Readonly<Record<string, string>> = {
  Omitted: 'Omitted',
  Pipeline: 'Pipeline',
  'Best Case': 'BestCase',
  Commit: 'Forecast',
  Closed: 'Closed',
};

/** The category of a stage, as new orgs have it (documented). */
function forecastNameOf(stage: string): string {
  if (stage === 'Closed Won') return 'Closed';
  return stage === 'Closed Lost' ? 'Omitted' : 'Pipeline';
}

/** Whether a deal of the stage is closed and won. */
export function outcomeOf(stage: string) {
  return {
    IsWon: stage === 'Closed Won',
    IsClosed: stage === 'Closed Won' || stage === 'Closed Lost',
  };
}

/** How forecasts count a deal: as its stage says, unless somebody chose another category. */
export function forecastOf(stage: string, chosen?: FieldValue) {
  const ForecastCategoryName = String(chosen ?? forecastNameOf(stage));
  const ForecastCategory = forecastCategories[ForecastCategoryName] ?? null;
  return { ForecastCategory, ForecastCategoryName };
}

/**
 * A stage says whether a deal is closed and won, and, unless the write says so, how likely it is and
 * how forecasts count it.
 */
export const opportunityRules: RecordRules = {
  beforeSave({ before, next }) {
    const stage = String(next.StageName);
    const isMoved = before?.StageName !== stage;
    const isUnsaid = (field: string) =>
      next[field] == null || (before !== undefined && before[field] === next[field]);
    if (isMoved && isUnsaid('Probability')) next.Probability = probabilities[stage] ?? 0;
    const isChosen = !(isMoved && isUnsaid('ForecastCategoryName'));
    const chosen = isChosen ? next.ForecastCategoryName : null;
    Object.assign(next, outcomeOf(stage), forecastOf(stage, chosen));
  },
};
