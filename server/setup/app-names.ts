/** What the app and its parts are called in metadata, as Setup itself would name them. */
export interface AppNames {
  readonly app: string;
  readonly globalOauth: string;
  readonly oauth: string;
  readonly oauthPolicy: string;
  readonly policy: string;
  readonly integrationPermissionSet: string;
  readonly usersPermissionSet: string;
}

/**
 * Names of components have letters, digits and single underscores, begin with a letter and end with none.
 *
 * @param label what people read
 */
export function appNames(label: string): AppNames {
  const app = label
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^[^A-Za-z]+/, '')
    .slice(0, 40)
    .replace(/_+$/, '');
  return {
    app,
    globalOauth: `${app}_glbloauth`,
    oauth: `${app}_oauth`,
    oauthPolicy: `${app}_oauthPlcy`,
    policy: `${app}_plcy`,
    integrationPermissionSet: `${app}_Integration`,
    usersPermissionSet: `${app}_Users`,
  };
}
