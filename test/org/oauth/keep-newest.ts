/**
 * Deletes the oldest entries of a Map until `limit` are left: an org that runs for weeks, or that
 * somebody floods, must not grow without end.
 */
export function keepNewest(map: Map<string, unknown>, limit: number): void {
  // A Map keeps the order of insertion: the first is the oldest.
  for (const oldest of map.keys()) {
    if (map.size <= limit) return;
    map.delete(oldest);
  }
}
