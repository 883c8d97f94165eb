import { allObjects } from '../../data/schema/schema.ts';
import type { RestAnswer, RestCall } from '../rest-call.ts';

/** Objects without a place in the navigation. */
const withoutTab = new Set([
  ...['User', 'Profile', 'UserRole', 'Organization', 'PricebookEntry', 'OrderItem'],
]);

/** Of Salesforce's colours for its objects, those that everybody knows; custom objects have others. */
const colors: Readonly<Record<string, string>> = {
  Account: '5867E8',
  Contact: '9602C7',
  Case: 'FF538A',
  Opportunity: 'FF5D2D',
  Lead: 'FF538A',
  Order: '3BA755',
  Product2: '032D60',
  Pricebook2: '5867E8',
  Task: '3BA755',
};

function colorsOf(name: string) {
  return [{ color: colors[name] ?? '1B96FF', context: 'primary', theme: 'theme4' }];
}

/** Who looks, and where the org is. */
type Looking = Pick<RestCall, 'viewer' | 'origin'>;

function tabbedObjects({ viewer }: Looking) {
  return allObjects().filter(({ name }) => !withoutTab.has(name) && viewer.object(name));
}

/** What the user finds in the navigation; the org has no pictures, so the icons lead nowhere. */
export function tabsOf(looking: Looking) {
  return tabbedObjects(looking).map(({ name, labelPlural, keyPrefix }) => {
    const icon = (size: number) =>
      `${looking.origin}/img/icon/${labelPlural.toLowerCase().replaceAll(' ', '')}${String(size)}.png`;
    const custom = name.endsWith('__c');
    return {
      colors: colorsOf(name),
      custom,
      iconUrl: icon(32),
      icons: [],
      label: labelPlural,
      miniIconUrl: icon(16),
      name: custom ? name : `standard-${name}`,
      sobjectName: name,
      url: `${looking.origin}/${keyPrefix}/o`,
    };
  });
}

/** `GET /tabs` (documented) */
export function tabsResource(call: RestCall): RestAnswer {
  return { status: 200, body: tabsOf(call) };
}

/** `GET /theme` (documented): every object's colours. */
export function themeResource(call: RestCall): RestAnswer {
  const themeItems = tabbedObjects(call).map(({ name }) => ({
    colors: colorsOf(name),
    icons: null,
    name,
  }));
  return { status: 200, body: { themeItems } };
}
