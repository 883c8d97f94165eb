import { isNoSuch, mayBeDone, type RequestError } from 'bff/transport';
import { api, LightningElement, wire } from 'lwc';
import { myOrder, openCase, type Result } from 'store/api';
import { router } from 'store/router';
import { inputErrors } from './inputErrors.ts';

/** A form to tell the shop what is wrong, with an order or at all. */
export default class NewCase extends LightningElement {
  /** The order that it is about, as it stands in the address: anything at all. */
  @api orderId: string | undefined;

  @wire(myOrder, { id: '$orderId' }) order?: Result<typeof myOrder>;

  /** What was sent last, and the name under which it opens one case, however often it is sent. */
  #sent: { readonly text: string; readonly requestId: string } | undefined;

  isSending = false;
  failure: RequestError | undefined;

  /** Whether the address names an order that is none of theirs: then the case is about none. */
  get isOfNoOrder(): boolean {
    return isNoSuch(this.order?.error);
  }

  get backTo() {
    return this.order?.data
      ? { href: `/orders/${this.order.data.id}`, label: `Order ${this.order.data.number}` }
      : { href: '/cases', label: 'Cases' };
  }

  get errors() {
    return inputErrors(this.failure);
  }

  get subjectError(): string | undefined {
    return this.errors.find(({ field }) => field === 'subject')?.message;
  }

  get descriptionError(): string | undefined {
    return this.errors.find(({ field }) => field === 'description')?.message;
  }

  get isSubjectWrong(): 'true' | undefined {
    return this.subjectError ? 'true' : undefined;
  }

  get isDescriptionWrong(): 'true' | undefined {
    return this.descriptionError ? 'true' : undefined;
  }

  get isUnknown(): boolean {
    return Boolean(this.failure && mayBeDone(this.failure));
  }

  get failureHeading(): string {
    return this.isUnknown
      ? 'We do not know whether your case was opened'
      : 'Your case is not open yet';
  }

  /** Where there are errors by field they say it. */
  get failureWords(): string | undefined {
    return this.errors.length > 0 ? undefined : this.failure?.body.message;
  }

  get reference(): string | undefined {
    return this.errors.length > 0 ? undefined : this.failure?.body.requestId;
  }

  get label(): string {
    return this.isSending ? 'Sending…' : 'Open the case';
  }

  get announcement(): string {
    return this.isSending ? 'Sending your case' : '';
  }

  async send(event: SubmitEvent) {
    // It is not for the browser to send.
    event.preventDefault();
    if (this.isSending) return;
    this.isSending = true;
    this.failure = undefined;
    try {
      const words = {
        subject: this.field('subject').value,
        description: this.field('description').value,
        ...(this.orderId && !this.isOfNoOrder ? { orderId: this.orderId } : {}),
      };
      const { number } = await openCase({ ...words, requestId: this.nameOf(words) });
      // Whoever has gone elsewhere meanwhile stays there.
      if (!this.isConnected) return;
      router.go('/cases', { replace: true });
      router.remember({ opened: number });
    } catch (error) {
      this.failure = error as RequestError;
      requestAnimationFrame(() => this.template?.querySelector<HTMLElement>('.failure')?.focus());
    } finally {
      this.isSending = false;
    }
  }

  /** Other words are another case: what was sent before may be open, and does not say them. */
  nameOf(words: object): string {
    const text = JSON.stringify(words);
    if (this.#sent?.text !== text) this.#sent = { text, requestId: crypto.randomUUID() };
    return this.#sent.requestId;
  }

  field(name: string): HTMLInputElement {
    // The template has both, always.
    return this.template?.querySelector(`[name=${name}]`) as HTMLInputElement;
  }

  goToField(event: Event & { readonly currentTarget: HTMLElement }) {
    this.field(event.currentTarget.dataset.field ?? '').focus();
  }
}
