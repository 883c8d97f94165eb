/** What a person can type into. */
export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** What nobody types, or nobody may keep. */
const others = /^(?:password|hidden|file|checkbox|radio|button|submit|reset|image|range|color)$/;

const isTyped = (element: Element): element is Field =>
  (element instanceof HTMLInputElement ||
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement) &&
  element.name !== '' &&
  !others.test(element.type);

/**
 * The fields of a page that people type into, in the shadows, too, by where they stand: names alone may
 * repeat from component to component.
 *
 * @example typedFields(document).keys() // 'store-app/store-catalogue/store-search-field/search'
 */
export function typedFields(
  root: ParentNode,
  place = '',
  found = new Map<string, Field>(),
): ReadonlyMap<string, Field> {
  for (const element of root.querySelectorAll('*')) {
    if (isTyped(element)) {
      let key = place + element.name;
      while (found.has(key)) key += '+';
      found.set(key, element);
    }
    if (element.shadowRoot) typedFields(element.shadowRoot, `${place}${element.localName}/`, found);
  }
  return found;
}
