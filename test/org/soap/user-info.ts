import type { OrgData, OrgUser } from '../data/org-data.ts';
import type { XmlFields } from './write-xml.ts';

/** `getUserInfoResult` with the elements of a capture in their order (P). */
export function userInfo(data: OrgData, user: OrgUser, sessionSeconds: number): XmlFields {
  const record = data.tables.User.get(user.id);
  const text = (field: string) => String(record[field] ?? '');
  return {
    accessibilityMode: false,
    chatterExternal: user.profile === 'Customer',
    currencySymbol: '$',
    orgAttachmentFileSizeLimit: 5_242_880,
    orgDefaultCurrencyIsoCode: 'USD',
    orgDefaultCurrencyLocale: 'en_US',
    orgDisallowHtmlAttachments: false,
    orgHasPersonAccounts: false,
    organizationId: data.organizationId,
    organizationMultiCurrency: false,
    organizationName: data.organizationName,
    profileId: text('ProfileId'),
    roleId: user.roleId,
    sessionSecondsValid: sessionSeconds,
    userDefaultCurrencyIsoCode: null,
    userEmail: user.email,
    userFullName: user.name,
    userId: user.id,
    userLanguage: text('LanguageLocaleKey'),
    userLocale: text('LocaleSidKey'),
    userName: user.username,
    userTimeZone: text('TimeZoneSidKey'),
    userType: text('UserType'),
    userUiSkin: 'Theme3',
  };
}
