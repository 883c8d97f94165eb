type Signs = readonly (readonly [name: string, sign: RegExp])[];

/** Those that claim to be others as well stand before them. */
const browsers: Signs = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\b(?:OPR|OPT|Opera)\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Vivaldi', /\bVivaldi\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Chrome|HeadlessChrome|CriOS)\//],
  // Only Apple's own: others with its engine carry its name, too.
  ['Safari', /\b(?:iPhone|iPad|Macintosh)\b.*\bVersion\/[\d.]+ .*\bSafari\//],
];

const systems: Signs = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Mac', /\bMacintosh\b/],
  ['Linux', /\b(?:Linux|X11)\b/],
];

const nameIn = (signs: Signs, userAgent: string): string | undefined =>
  signs.find(([, sign]) => sign.test(userAgent))?.[0];

/**
 * A browser and its system in words, as far as they can be told from what it sends.
 *
 * It names what people know and no version: browsers freeze those. An iPad may say that it is a Mac,
 * and Brave that it is Chrome.
 *
 * @see https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/Browser_detection_using_the_user_agent
 * @example deviceOf('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0') // 'Firefox on Linux'
 */
export function deviceOf(userAgent: string): string {
  const browser = nameIn(browsers, userAgent) ?? 'an unknown browser';
  const system = nameIn(systems, userAgent);
  return system ? `${browser} on ${system}` : browser;
}
