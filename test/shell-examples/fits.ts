/** Whether an answer is what a document shows of it, where `…` stands for anything. */
export function fits(shown: string, answer: string): boolean {
  const parts = shown.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\s\\S]*')}$`).test(answer.trim());
}
