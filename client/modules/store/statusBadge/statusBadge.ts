import { api, LightningElement } from 'lwc';

const tones: Readonly<Record<string, string>> = {
  Draft: 'neutral',
  Activated: 'info',
  Shipped: 'warm',
  Delivered: 'good',
  Cancelled: 'bad',
  New: 'info',
  Working: 'warm',
  Escalated: 'warm',
  Closed: 'neutral',
};

/** The status of an order or a case. An org may have statuses of its own: they look neutral. */
export default class StatusBadge extends LightningElement {
  @api status = '';

  get tone(): string {
    return tones[this.status] ?? 'neutral';
  }
}
