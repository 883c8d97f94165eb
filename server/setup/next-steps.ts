import { type Answers, isPreAuthorized } from './answers.ts';
import { appNames } from './app-names.ts';

/** What is left to do, in order, for whoever has never seen Salesforce's Setup. */
export function nextSteps(
  answers: Answers,
  { heroku, hasKey }: { readonly heroku: boolean; readonly hasKey: boolean },
): string {
  const { name, integration, integrationUser } = answers;
  const names = appNames(name);
  const hasUser = integration !== 'none';
  const permit = (set: string, user: string) =>
    `  sf org assign permset --name ${set} --on-behalf-of ${user} --target-org storefront`;
  const steps: (string | false)[] = [
    `In Salesforce's Setup, find "External Client App Settings" and turn on "Opt in to External Client Apps" and
"Allow access to OAuth consumer secrets via Metadata API" (names may differ a little). Without the second,
the deploy is refused; you need the permission "View External Client Apps Consumer Secrets in Metadata".`,
    `Sign in with Salesforce's command line (npm install --global @salesforce/cli), as an administrator:
  sf org login web --alias storefront --instance-url ${administratorsUrl(answers)}`,
    `Deploy the app and its permission sets:
  cd salesforce
  sf project deploy start --source-dir app --target-org storefront`,
    hasUser &&
      `Make the integration user ${integrationUser}, if there is none: Setup, Users, New User; licence "Salesforce
Integration", profile "Minimum Access - API Only Integrations". On its page, under "Permission Set License
Assignments", add "Salesforce API Integration". Then:
${permit(names.integrationPermissionSet, integrationUser)}${
  answers.org === 'site'
    ? `
Make it a member of the site too: in the site's Workspaces, Administration, Members, add that permission set.`
    : ''
}`,
    isPreAuthorized(answers) &&
      `Give everybody who is to sign in the permission set "${name}: people who may sign in". After the next step,
whoever does not have it is refused:
${permit(names.usersPermissionSet, 'somebody@your.org')}`,
    `Deploy the policies, now that the app is there:
  sf project deploy start --source-dir policies --target-org storefront`,
    `In Setup, open "External Client App Manager", then ${name}, "Settings", "OAuth Settings", "Consumer Key and
Secret". ${
      heroku
        ? `Set both:
  heroku config:set SALESFORCE_CLIENT_ID=…
  read -rs SECRET && heroku config:set SALESFORCE_CLIENT_SECRET="$SECRET"`
        : 'Copy both into .env, as SALESFORCE_CLIENT_ID and SALESFORCE_CLIENT_SECRET.'
    }
So that nobody of another org gets in, also set SALESFORCE_ORG_ID: Setup, "Company Information".`,
    `Wait up to ten minutes until the app is known everywhere. Then ${
      heroku
        ? 'git push heroku main, heroku run npm run doctor, and open the app'
        : 'npm run doctor, npm run dev, and open APP_URL'
    }.`,
  ];
  const told = steps.filter((step) => step !== false);
  return [
    'What is left to do, in this order:',
    ...told.map((step, index) => `\n${index + 1}. ${step.replaceAll('\n', '\n   ')}`),
    '',
    hasKey
      ? `When the certificate is about to end: ${heroku ? herokuRotation : 'npm run setup -- --rotate-key'}`
      : '',
  ]
    .join('\n')
    .trimEnd();
}

/** Customers sign in at the site, an administrator at the org itself. */
const administratorsUrl = ({ org, loginUrl }: Answers): string =>
  org === 'site' ? 'https://YOUR-DOMAIN.my.salesforce.com' : loginUrl;

const herokuRotation = 'npm run --silent setup -- --rotate-key --heroku | sh';

/** How the certificate is changed so that no request meets a key that Salesforce does not know. */
export function rotationSteps({ heroku }: { readonly heroku: boolean }): string {
  const finish = heroku
    ? 'npm run --silent setup -- --finish-rotation --heroku | sh'
    : 'npm run setup -- --finish-rotation';
  const doctor = heroku ? 'heroku run npm run doctor' : 'npm run doctor';
  return `Salesforce keeps one certificate of an app, and a change of it can take ten minutes to be known everywhere.
So the server has both keys meanwhile, and tries the next one where Salesforce does not take the first:

1. ${heroku ? 'Run the lines above: Heroku restarts the server with both keys.' : 'Restart the server (every server that has this key): SALESFORCE_PRIVATE_KEY has both keys now.'}
2. Deploy the new certificate:
     cd salesforce
     sf project deploy start --source-dir app --target-org storefront
3. After ten minutes, ask ${doctor}. When it says that Salesforce takes key 2 of 2,
   take the old key away, and restart once more:
     ${finish}`;
}
