export {
  type FakeSalesforce,
  type FakeSalesforceOptions,
  fakeSalesforce,
} from './fake-salesforce.ts';
export { someUser, type TryOptions, tryRoute } from './try-route.ts';
