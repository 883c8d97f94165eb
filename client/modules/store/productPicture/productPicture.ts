import { api, LightningElement } from 'lwc';

/** What `public/pictures.svg` has, by the families' names in small letters. */
const drawings = [
  'camping',
  'coffee',
  'cycling',
  'garden',
  'hand-tools',
  'power-tools',
  'storage',
] as const;

/** The colours that each drawing comes in there. */
const colourings = ['moss', 'ochre', 'slate'] as const;

/**
 * A drawing that stands for a family of products, in colours that tell neighbours apart: decoration,
 * the words beside it say it all.
 */
export default class ProductPicture extends LightningElement {
  @api family: string | null = null;
  @api code: string | null = null;

  get source(): string {
    const name = this.family?.toLowerCase().replace(' ', '-');
    // The shop's stones, for a family that has no drawing of its own.
    const drawing = drawings.find((own) => own === name) ?? 'cairn';
    return `/pictures.svg#${drawing}-${this.colours}`;
  }

  /** Always the same for one product, wherever it is shown. */
  get colours(): string | undefined {
    const sum = [...(this.code ?? '')].reduce((total, letter) => total + letter.charCodeAt(0), 0);
    return colourings[sum % colourings.length];
  }
}
