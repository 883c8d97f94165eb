import { api, LightningElement } from 'lwc';
import { cairn, type Picture, pictures } from './pictures.ts';

/** The colours that a drawing comes in, as its stylesheet names them. */
const colourings = ['moss', 'ochre', 'slate'] as const;

/**
 * A drawing that stands for a family of products, in colours that tell neighbours apart: decoration,
 * the words beside it say it all.
 */
export default class ProductPicture extends LightningElement {
  @api family: string | null = null;
  @api code: string | null = null;

  get picture(): Picture {
    return pictures.get(this.family ?? '') ?? cairn;
  }

  /** Always the same for one product, wherever it is shown. */
  get colours(): string | undefined {
    const sum = [...(this.code ?? '')].reduce((total, letter) => total + letter.charCodeAt(0), 0);
    return colourings[sum % colourings.length];
  }
}
