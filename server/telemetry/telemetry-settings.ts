import { z } from 'zod';

const rule = 'must be name=value, several separated by commas, with %2C for a comma in a value';

/** @see https://opentelemetry.io/docs/specs/otel/protocol/exporter/#specifying-headers-via-environment-variables */
function readHeaders(text: string): Record<string, string> | undefined {
  const entries = text.split(',').map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, Math.max(0, at)).trim(), decoded(pair.slice(at + 1).trim())] as const;
  });
  const isHeader = ([name, value]: (typeof entries)[number]) =>
    /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/.test(value);
  return entries.every(isHeader) ? Object.fromEntries(entries) : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** By the names that OpenTelemetry gives them. */
export const telemetrySettings = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be a URL, such as https://collector.example:4318' })
    .refine((url) => !URL.canParse(url) || isPlain(new URL(url)), {
      error: 'must be a plain URL without credentials, query or fragment',
    })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .transform((text, context) => {
      const headers = readHeaders(text);
      if (headers !== undefined) return headers;
      context.addIssue(rule);
      return z.NEVER;
    })
    .optional(),
  OTEL_SERVICE_NAME: z.string().max(255, 'must have 255 characters at most').default('lwc-bff'),
};

const isPlain = ({ username, password, search, hash }: URL): boolean =>
  [username, password, search, hash].every((part) => part === '');
