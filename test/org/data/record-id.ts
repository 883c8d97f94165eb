const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const checksumAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/**
 * The three characters that make a 15-character id safe where case is lost: each carries five
 * bits, one for every upper-case letter of its fifth of the id (documented: "18-character IDs").
 */
function checksum(id: string): string {
  let sum = '';
  for (let start = 0; start < 15; start += 5) {
    let bits = 0;
    for (let place = 0; place < 5; place += 1) {
      const letter = id.charAt(start + place);
      if (letter >= 'A' && letter <= 'Z') {
        bits |= 1 << place;
      }
    }
    sum += checksumAlphabet.charAt(bits);
  }
  return sum;
}

/** The 18 characters of an id given with 15 or 18; `undefined` for what is no id. */
export function toRecordId(text: string): string | undefined {
  if (!/^[0-9A-Za-z]{15}(?:[A-Z0-5a-z]{3})?$/.test(text)) {
    return undefined;
  }
  const id = text.slice(0, 15);
  const sum = checksum(id);
  return text.length === 15 || text.slice(15).toUpperCase() === sum ? id + sum : undefined;
}

/** The id with a running number: `801` and 1 make `8015g0000000001AAA`. */
export function makeRecordId(keyPrefix: string, number: number): string {
  let rest = '';
  for (let left = number; left > 0; left = Math.floor(left / 62)) {
    rest = digits.charAt(left % 62) + rest;
  }
  const id = `${keyPrefix}5g0${rest.padStart(9, '0')}`;
  return id + checksum(id);
}
