/** The org's calls of today, and how many it may make. */
export interface ApiUsage {
  used(): number;
  limit(): number;
  count(calls: number): void;
}
