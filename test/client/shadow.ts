import { createElement, type LightningElement } from 'lwc';
import { settled } from './fakeServer.ts';

type Root = Element | ShadowRoot;

/** Puts a component on the page, with its properties; wires with parameters read a moment later. */
export async function show(
  tag: string,
  component: typeof LightningElement,
  properties: Readonly<Record<string, unknown>> = {},
): Promise<HTMLElement> {
  const element = createElement(tag, { is: component });
  Object.assign(element, properties);
  document.body.append(element);
  await settled();
  return element;
}

/** Every element that fits the selector, in the shadows, too. */
export function all<E extends Element = HTMLElement>(root: Root, selector: string): E[] {
  const here = root instanceof Element && root.shadowRoot ? all<E>(root.shadowRoot, selector) : [];
  const within = [...root.querySelectorAll('*')].flatMap((element) => [
    ...(element.matches(selector) ? [element as E] : []),
    ...(element.shadowRoot ? all<E>(element.shadowRoot, selector) : []),
  ]);
  return [...here, ...within];
}

/** The one element that fits the selector. */
export function only<E extends Element = HTMLElement>(root: Root, selector: string): E {
  const [found, ...others] = all<E>(root, selector);
  if (!found || others.length > 0)
    throw new Error(`${others.length + (found ? 1 : 0)} ${selector}`);
  return found;
}

/** What a reader reads, in the order of the page. */
export function textOf(node: Node): string {
  if (node instanceof HTMLStyleElement) return '';
  if (node instanceof Element && node.shadowRoot) return textOf(node.shadowRoot);
  if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? '';
  return [...node.childNodes].map(textOf).join(' ').replace(/\s+/g, ' ').trim();
}
