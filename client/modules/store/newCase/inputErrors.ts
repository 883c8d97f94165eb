import type { RequestError } from 'bff/transport';

const labels: Readonly<Record<string, string>> = {
  subject: 'Subject',
  description: 'Description',
  orderId: 'The order',
};

/** The shop's own rules are whole sentences; what the server says of a field goes after its name. */
const isSentence = (message: string): boolean => /^\p{Lu}/u.test(message);

/**
 * What the server says of each field, as sentences.
 *
 * @example inputErrors(failure) // [{ field: 'subject', isTyped: true, message: 'Subject is required' }]
 */
export function inputErrors(failure: RequestError | undefined) {
  return (failure?.body.errors ?? []).map(({ field, message }) => ({
    field,
    // Where there is nothing to type there is nowhere to go to.
    isTyped: field === 'subject' || field === 'description',
    message: isSentence(message) ? message : `${labels[field] ?? field} ${message}`,
  }));
}
