import { describe, expect, it } from 'vitest';
import { deviceOf } from '../../client/modules/store/sessionList/deviceOf.ts';
import { ago, inFull } from '../../client/modules/store/times/times.ts';

const webKit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
const blink = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('deviceOf', () => {
  it.each([
    [
      'Firefox on Windows',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:146.0) Gecko/20100101 Firefox/146.0',
    ],
    ['Firefox on Linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'],
    ['Firefox on Android', 'Mozilla/5.0 (Android 15; Mobile; rv:146.0) Gecko/146.0 Firefox/146.0'],
    [
      'Firefox on iPhone',
      `Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) ${webKit} FxiOS/146.0 Mobile/15E148 Safari/604.1`,
    ],
    [
      'Chrome on Android',
      `Mozilla/5.0 (Linux; Android 10; K) ${blink} Chrome/142.0.0.0 Mobile Safari/537.36`,
    ],
    [
      'Chrome on Mac',
      `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${blink} Chrome/142.0.0.0 Safari/537.36`,
    ],
    [
      'Chrome on ChromeOS',
      `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${blink} Chrome/142.0.0.0 Safari/537.36`,
    ],
    [
      'Chrome on iPad',
      `Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) ${webKit} CriOS/142.0.7444.46 Mobile/15E148 Safari/604.1`,
    ],
    [
      'Chrome on Linux',
      `Mozilla/5.0 (X11; Linux x86_64) ${blink} HeadlessChrome/142.0.0.0 Safari/537.36`,
    ],
    [
      'Safari on iPhone',
      `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${webKit} Version/26.0 Mobile/15E148 Safari/604.1`,
    ],
    [
      'Safari on Mac',
      `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webKit} Version/26.0 Safari/605.1.15`,
    ],
    [
      'Edge on Windows',
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${blink} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.3595.53`,
    ],
    [
      'Edge on Android',
      `Mozilla/5.0 (Linux; Android 10; K) ${blink} Chrome/142.0.0.0 Mobile Safari/537.36 EdgA/142.0.3595.66`,
    ],
    [
      'Opera on Windows',
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${blink} Chrome/140.0.0.0 Safari/537.36 OPR/124.0.0.0`,
    ],
    [
      'Samsung Internet on Android',
      `Mozilla/5.0 (Linux; Android 10; K) ${blink} SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36`,
    ],
    [
      'Vivaldi on Linux',
      `Mozilla/5.0 (X11; Linux x86_64) ${blink} Chrome/140.0.0.0 Safari/537.36 Vivaldi/7.6.3797.63`,
    ],
    // WebKit that is not Apple's: GNOME Web.
    [
      'an unknown browser on Linux',
      `Mozilla/5.0 (X11; Linux x86_64) ${webKit} Version/18.0 Safari/605.1.15`,
    ],
    ['an unknown browser', 'curl/8.15.0'],
    ['an unknown browser', 'NotFirefox/1.0 Chromeless/2'],
    ['an unknown browser', ''],
  ])('says %s for %s', (words, userAgent) => {
    expect(deviceOf(userAgent)).toBe(words);
  });
});

describe('ago', () => {
  const now = Date.parse('2026-01-05T12:00:00Z');
  it.each([
    ['2026-01-05T11:59:01Z', 'just now'],
    ['2026-01-05T11:59:00Z', '1 minute ago'],
    ['2026-01-05T11:00:01Z', '59 minutes ago'],
    ['2026-01-05T10:01:00Z', '1 hour ago'],
    ['2026-01-04T12:00:01Z', '23 hours ago'],
    ['2026-01-04T12:00:00Z', '1 day ago'],
    ['2025-12-30T00:00:00Z', '6 days ago'],
    // An answer that is newer than the clock was read.
    ['2026-01-05T12:00:02Z', 'just now'],
  ])('says of %s: %s', (moment, words) => {
    expect(ago(moment, now)).toBe(words);
  });
});

it('inFull says when it was where the person is', () => {
  const noon = new Date(2026, 0, 5, 12, 30);
  expect(inFull(noon.toISOString())).toMatch(/^Jan 5, 2026, 12:30\sPM$/);
});
