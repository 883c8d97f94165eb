import { api, LightningElement } from 'lwc';
import { inFull } from 'store/times';

/** @typedef {Awaited<ReturnType<typeof import('store/api').myCases>>['items'][number]} CaseSummary */

/**
 * Cases in rows, each with the order that it is about.
 *
 * A component in plain JavaScript, as most of those that people bring from Salesforce are: the types in
 * its comments are checked like all others, and none is needed.
 */
export default class CaseList extends LightningElement {
  /** @type {readonly CaseSummary[]} */
  @api cases = [];

  get rows() {
    return this.cases.map(({ id, number, subject, status, openedAt, order }) => ({
      id,
      number,
      subject: subject ?? 'No subject',
      status,
      openedAt,
      opened: inFull(openedAt),
      order: order && { number: order.number, href: `/orders/${order.id}` },
    }));
  }

  /**
   * Puts the focus on the case at that place in the list, so that reading goes on there.
   *
   * @param {number} index
   */
  @api focusCase(index) {
    this.template?.querySelectorAll('h2')[index]?.focus({ preventScroll: true });
  }
}
