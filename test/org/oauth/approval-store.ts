/** Which scopes a user has allowed an app, so that "Allow access?" is asked once. */
export interface ApprovalStore {
  has(userId: string, clientId: string, scopes: readonly string[]): boolean;
  /** All that the user allowed so far. */
  scopes(userId: string, clientId: string): readonly string[];
  add(userId: string, clientId: string, scopes: readonly string[]): void;
  reset(): void;
}

export function createApprovalStore(): ApprovalStore {
  const approved = new Map<string, Set<string>>();
  return {
    has(userId, clientId, scopes) {
      const allowed = approved.get(`${userId} ${clientId}`);
      return allowed !== undefined && scopes.every((scope) => allowed.has(scope));
    },
    scopes: (userId, clientId) => [...(approved.get(`${userId} ${clientId}`) ?? [])],
    add(userId, clientId, scopes) {
      const key = `${userId} ${clientId}`;
      approved.set(key, new Set([...(approved.get(key) ?? []), ...scopes]));
    },
    reset: () => approved.clear(),
  };
}
