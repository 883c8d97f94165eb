import { decimal, type FieldSchema, picklist, text, textArea } from './field-schema.ts';

/** How near a position is to the address (documented). */
const accuracies = [
  'Address',
  'NearAddress',
  'Block',
  'Street',
  'ExtendedZip',
  'Zip',
  'Neighborhood',
  'City',
  'County',
  'State',
  'Unknown',
];

/** What Salesforce splits every address into, its place on the globe included. */
export function address(prefix: string): FieldSchema[] {
  return [
    textArea(`${prefix}Street`, 255),
    text(`${prefix}City`, 40),
    text(`${prefix}State`, 80),
    text(`${prefix}PostalCode`, 20),
    text(`${prefix}Country`, 80),
    decimal(`${prefix}Latitude`, 18, 15),
    decimal(`${prefix}Longitude`, 18, 15),
    picklist(`${prefix}GeocodeAccuracy`, accuracies, { length: 40, restrictedPicklist: true }),
  ];
}
