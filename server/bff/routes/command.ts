import type { z } from 'zod';
import type { User } from '../user.ts';
import type { UserSalesforce } from './user-salesforce.ts';

/** What a command is given beside its input. */
export interface CommandContext {
  readonly user: User;
  readonly salesforce: UserSalesforce;
}

/** Something that is done with the signed-in user's own token: what a browser posts. */
export interface Command<Input = unknown, Output = unknown> {
  readonly kind: 'command';
  readonly input: z.ZodObject;
  /** The queries whose answers are no longer true afterwards. */
  readonly refreshes: readonly string[];
  run(input: unknown, context: CommandContext): Promise<Output>;
  /** For the browser's compiler alone. */
  readonly types?: { readonly input: Input; readonly output: Output };
}

interface CommandDeclaration<Input extends z.ZodObject, Output extends z.ZodObject> {
  /** Every key of the body there is: one that is not named here is refused. */
  readonly input: Input;
  /** What leaves: a key that is not named here does not. */
  readonly output: Output;
  /** The queries whose answers are no longer true afterwards: the browser reads them again. */
  readonly refreshes?: readonly string[];
  run(input: z.output<Input>, context: CommandContext): Promise<z.input<Output>>;
}

/**
 * Something that the signed-in user does in Salesforce, with their own rights.
 *
 * A browser whose answer got lost may say it again: a command that must not happen twice lets Salesforce
 * refuse the second, by a unique field.
 *
 * @example
 * export const openCase = command({
 *   input: z.object({ subject: z.string().min(1).max(255) }),
 *   output: z.object({ id: salesforceId }),
 *   refreshes: ['myCases'],
 *   run: async ({ subject }, { salesforce }) => {
 *     const [opened] = await salesforce.create({
 *       name: 'case',
 *       sObject: 'Case',
 *       fields: { Subject: subject },
 *       inputs: { Subject: 'subject' },
 *     });
 *     return { id: opened.Id };
 *   },
 * });
 */
export function command<Input extends z.ZodObject, Output extends z.ZodObject>(
  declaration: CommandDeclaration<Input, Output>,
): Command<z.input<Input>, z.output<Output>> {
  const { output, refreshes = [] } = declaration;
  return {
    kind: 'command',
    input: declaration.input.strict(),
    refreshes,
    // The pipeline hands over what `input` has parsed.
    run: async (input, context) =>
      output.parse(await declaration.run(input as z.output<Input>, context)),
  };
}
