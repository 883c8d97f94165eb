import { isNotForRest, isSessionInvalid, translateError } from '../salesforce/translate-error.ts';

/**
 * Calls Salesforce with a grant, and where its access token is refused once more with a renewed one:
 * one renewal, one more try, never a loop.
 *
 * @throws {Problem} whatever goes wrong, as a browser may see it
 */
export async function withOneRenewal<Grant, Answer>(
  grant: Grant,
  renew: (refused: Grant) => Promise<Grant>,
  call: (grant: Grant) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await call(grant).catch(async (error: unknown) => {
      if (!isSessionInvalid(error) || isNotForRest(error)) throw error;
      return await call(await renew(grant));
    });
  } catch (error) {
    throw translateError(error);
  }
}
