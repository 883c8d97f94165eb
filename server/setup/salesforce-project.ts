import { settings } from '../settings.ts';
import type { Answers } from './answers.ts';
import { appPolicies, externalClientApp, type MetadataFile } from './external-client-app.ts';
import { permissionSets } from './permission-sets.ts';
import type { Reads } from './public-reads.ts';

/** Where things are in the folder `salesforce`. */
export const places = {
  answers: 'salesforce/answers.json',
  certificate: 'salesforce/certificate.pem',
  /** Deployed first. */
  app: 'salesforce/app',
  /** Deployed when the app is there. */
  policies: 'salesforce/policies',
} as const;

/**
 * A Salesforce DX project with all that an administrator deploys, by path. Two package directories, because
 * it goes in two steps.
 *
 * @param certificate PEM; undefined where the app has no key
 */
export function salesforceProject(
  answers: Answers,
  reads: Reads,
  certificate: string | undefined,
): ReadonlyMap<string, string> {
  const within = (place: string) => (component: MetadataFile) =>
    [`${place}/main/default/${component.folder}/${component.file}`, component.xml] as const;
  return new Map([
    ['salesforce/sfdx-project.json', asJson(project)],
    [places.answers, asJson(answers)],
    ...(certificate === undefined ? [] : [[places.certificate, certificate] as const]),
    ...externalClientApp(answers, certificate).map(within(places.app)),
    ...permissionSets(answers, reads).map(within(places.app)),
    ...appPolicies(answers).map(within(places.policies)),
  ]);
}

/** The version of the Metadata API is that of the REST API which the server speaks unless told otherwise. */
const project = {
  packageDirectories: [{ path: 'app', default: true }, { path: 'policies' }],
  namespace: '',
  sourceApiVersion: settings.shape.SALESFORCE_API_VERSION.parse(undefined),
};

const asJson = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;
