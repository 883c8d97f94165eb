/**
 * Lets everything run that waits for an answer, rendering included.
 *
 * @example
 * button.click();
 * await settled();
 */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setTimeout(resolve));
}
