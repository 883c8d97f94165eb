import { settings } from '../settings.ts';
import { type Answers, integrations, orgKinds } from './answers.ts';
import { isEverybodys, readLoginUrl, usualLoginUrl } from './login-url.ts';

/** What is known so far: questions come in an order in which each may ask of those before it. */
export type Known = Partial<Answers>;

export interface Question<Name extends keyof Answers = keyof Answers> {
  readonly name: Name;
  /** Of the command line, without the dashes. */
  readonly flag: string;
  readonly asks: string;
  /** What it means, before it is asked. */
  readonly help?: string;
  /** The answer where there is nothing to ask. */
  settled?(known: Known): Answers[Name] | undefined;
  /** What is offered where nobody has answered before. */
  offer?(known: Known): string | undefined;
  /** @throws {TypeError} that says what is wrong, beginning with "must" */
  read(text: string, known: Known): Answers[Name];
  write(answer: Answers[Name]): string;
}

const question = <Name extends keyof Answers>(of: Question<Name>): Question =>
  // Each is asked for its own name's answer and given its own name's: the list alone forgets which.
  of as unknown as Question;

function oneOf<Choice extends string>(choices: readonly Choice[], text: string): Choice {
  const choice = choices.find((one) => one === text);
  if (choice === undefined) throw new TypeError(`must be one of ${choices.join(', ')}`);
  return choice;
}

function matching(pattern: RegExp, rule: string, text: string): string {
  if (!pattern.test(text)) throw new TypeError(`must be ${rule}`);
  return text;
}

const asItIs = (text: string) => text;
const email = /^[^\s@<>"'`\\]+@[^\s@<>"'`\\]+\.[^\s@<>"'`\\]+$/;

/** All of them, in order. */
export const questions: readonly Question[] = [
  question<'org'>({
    name: 'org',
    flag: 'org',
    asks: 'Which kind of org?',
    help: `production  a production org or a Developer Edition
sandbox     a sandbox
my-domain   any org by its My Domain (a scratch org has no other way)
site        an Experience Cloud site: customers or partners sign in there`,
    offer: () => 'production',
    read: (text) => oneOf(orgKinds, text),
    write: asItIs,
  }),
  question<'loginUrl'>({
    name: 'loginUrl',
    flag: 'login-url',
    asks: 'Where do people sign in (the login URL)?',
    offer: ({ org }) => org && usualLoginUrl[org],
    read: (text, { org = 'production' }) => readLoginUrl(text, org),
    write: asItIs,
  }),
  question<'appUrls'>({
    name: 'appUrls',
    flag: 'app-url',
    asks: 'Where do browsers reach the app? Several addresses are separated by spaces; the first is APP_URL.',
    offer: () => 'http://localhost:3000',
    read: readAppUrls,
    write: (urls) => urls.join(' '),
  }),
  question<'integration'>({
    name: 'integration',
    flag: 'integration',
    asks: 'How do public routes, such as the catalogue, get at their data?',
    help: `jwt_bearer          with a key of the app's, as an integration user; works with every login URL. Only people
                    to whom you give a permission set can sign in then
client_credentials  with the app's secret, as its run-as user; needs a My Domain as the login URL
none                they answer "not configured"; everything else works`,
    offer: () => 'jwt_bearer',
    read(text, { loginUrl }) {
      const integration = oneOf(integrations, text);
      if (
        integration === 'client_credentials' &&
        loginUrl !== undefined &&
        isEverybodys(loginUrl)
      ) {
        throw new TypeError(
          'must be jwt_bearer or none: Salesforce supports client_credentials at a My Domain only',
        );
      }
      return integration;
    },
    write: asItIs,
  }),
  question<'integrationUser'>({
    name: 'integrationUser',
    flag: 'integration-user',
    asks: "The integration user's username?",
    settled: ({ integration }) => (integration === 'none' ? '' : undefined),
    read: (text) => matching(email, 'a username: it has the form of an e-mail address', text),
    write: asItIs,
  }),
  question<'acting'>({
    name: 'acting',
    flag: 'acting',
    asks: 'May people allow the app to act for them while they are away (yes or no)?',
    offer: () => 'no',
    read: (text) => oneOf(['yes', 'no'], text) === 'yes',
    write: (acting) => (acting ? 'yes' : 'no'),
  }),
  question<'name'>({
    name: 'name',
    flag: 'name',
    asks: "The app's name, which people read when they allow it access?",
    offer: () => 'Storefront',
    read: (text) =>
      matching(
        /^(?=.*[A-Za-z])[^\p{Cc}]{1,40}$/u,
        'a name of at most 40 characters, a letter among them',
        text,
      ),
    write: asItIs,
  }),
  question<'contactEmail'>({
    name: 'contactEmail',
    flag: 'contact-email',
    asks: 'Whom does Salesforce write to about the app (an e-mail address)?',
    read: (text) => matching(email, 'an e-mail address', text),
    write: asItIs,
  }),
];

function readAppUrls(text: string): string[] {
  const urls = text.split(/[\s,]+/).filter((url) => url !== '');
  if (urls.length === 0) throw new TypeError('must be a URL');
  return [...new Set(urls.map(readAppUrl))];
}

function readAppUrl(text: string): string {
  const read = settings.shape.APP_URL.safeParse(text);
  if (!read.success) throw new TypeError(read.error.issues[0]?.message ?? 'must be a URL');
  return read.data.origin;
}
