import type { RequestError } from 'bff/transport';
import { LightningElement, wire } from 'lwc';
import { approve, type Result, standingApproval } from 'store/api';
import { inFull } from 'store/times';

/** What the person lets the shop do while they are away; nothing where the shop does nothing then. */
export default class StandingApproval extends LightningElement {
  @wire(standingApproval, {}) approval?: Result<typeof standingApproval>;

  /** What is to become of it, as long as the server has not said that it has. */
  wanted: boolean | undefined;
  failure: RequestError | undefined;

  #again = () => {};

  get isAvailable(): boolean {
    return this.approval?.data?.available ?? false;
  }

  get isApproved(): boolean {
    return this.wanted ?? this.approval?.data?.approved ?? false;
  }

  get since() {
    const { approved, since } = this.approval?.data ?? {};
    return approved && since ? { moment: since, inFull: inFull(since) } : undefined;
  }

  get isBusy(): boolean {
    return this.wanted !== undefined;
  }

  changed({ currentTarget: box }: Event & { readonly currentTarget: HTMLInputElement }) {
    void this.become(box.checked);
    // It shows what is on its way, however often it is pressed meanwhile.
    box.checked = this.isApproved;
  }

  async become(approved: boolean) {
    if (this.isBusy) return;
    this.#again = () => void this.become(approved);
    this.wanted = approved;
    this.failure = undefined;
    try {
      await approve(approved);
      await this.approval?.refresh();
    } catch (error) {
      this.failure = error as RequestError;
    } finally {
      this.wanted = undefined;
    }
  }

  tryAgain() {
    this.#again();
  }

  readAgain() {
    void this.approval?.refresh();
  }
}
