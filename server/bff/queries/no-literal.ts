/**
 * A value for which a query language has no literal, such as a number of fifty digits. Its message goes to the
 * log and never quotes the value; where it is for the input of a request, that is not valid.
 */
export class NoLiteral extends RangeError {
  override readonly name = 'NoLiteral';

  constructor(language: string, kind: string) {
    super(`${language} has no literal for ${kind}`);
  }
}
