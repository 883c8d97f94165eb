/** Where people have heard of the shop: one list for accounts, contacts, leads and opportunities. */
export const leadSources = [
  'Web',
  'Phone Inquiry',
  'Partner Referral',
  'Purchased List',
  'Other',
] as const;
