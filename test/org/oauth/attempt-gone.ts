import type { Response } from 'express';
import { sendMessagePage } from '../pages/message-page.ts';
import type { OAuthContext } from './oauth-context.ts';

/** For a form that was answered already, is too old, or belongs to another browser. */
export function sendAttemptGone(context: OAuthContext, res: Response): void {
  sendMessagePage(res, {
    status: 400,
    organizationName: context.data().organizationName,
    title: 'This sign-in is no longer open',
    message:
      'It was finished, took too long, or was begun in another browser. Go back to the application and sign in again.',
  });
}
