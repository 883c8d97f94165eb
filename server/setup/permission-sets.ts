import { type Answers, isPreAuthorized } from './answers.ts';
import { appNames } from './app-names.ts';
import type { MetadataFile } from './external-client-app.ts';
import { needsFieldPermission, objectsToPermit } from './field-permissions.ts';
import type { Reads } from './public-reads.ts';
import { type XmlElement, xmlDocument } from './xml-document.ts';

const folder = 'permissionsets';

/**
 * What the integration user may do: ask by the API, and read what the public routes read.
 *
 * Where an administrator decides who may use the app, people need a permission set as well. It permits
 * nothing: to have it is all that Salesforce asks.
 *
 * @param reads of the public routes
 */
export function permissionSets(answers: Answers, reads: Reads): MetadataFile[] {
  const { integrationPermissionSet, usersPermissionSet } = appNames(answers.name);
  return [
    ...(answers.integration === 'none'
      ? []
      : [
          {
            folder,
            file: `${integrationPermissionSet}.permissionset-meta.xml`,
            xml: xmlDocument('PermissionSet', [
              [
                'description',
                `Reads what the public routes of ${answers.name} show, and nothing else`,
              ],
              ...fieldPermissions(reads),
              ['hasActivationRequired', false],
              ['label', `${answers.name}: integration user`],
              ...objectPermissions(reads),
              [
                'userPermissions',
                [
                  ['enabled', true],
                  ['name', 'ApiEnabled'],
                ],
              ],
            ]),
          },
        ]),
    ...(isPreAuthorized(answers)
      ? [
          {
            folder,
            file: `${usersPermissionSet}.permissionset-meta.xml`,
            xml: xmlDocument('PermissionSet', [
              ['description', `May sign in to ${answers.name}; permits nothing else`],
              ['hasActivationRequired', false],
              ['label', `${answers.name}: people who may sign in`],
            ]),
          },
        ]
      : []),
  ];
}

const fieldPermissions = (reads: Reads): XmlElement[] =>
  [...reads]
    .flatMap(([object, fields]) =>
      [...fields]
        .filter((field) => needsFieldPermission(object, field))
        .map((field) => `${object}.${field}`),
    )
    .toSorted()
    .map((field) => [
      'fieldPermissions',
      [
        ['editable', false],
        ['field', field],
        ['readable', true],
      ],
    ]);

const objectPermissions = (reads: Reads): XmlElement[] =>
  [...new Set([...reads.keys()].flatMap(objectsToPermit))].toSorted().map((object) => [
    'objectPermissions',
    [
      ['allowCreate', false],
      ['allowDelete', false],
      ['allowEdit', false],
      ['allowRead', true],
      ['modifyAllRecords', false],
      ['object', object],
      ['viewAllFields', false],
      ['viewAllRecords', false],
    ],
  ]);
