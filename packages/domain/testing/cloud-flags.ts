import type { Cloud } from '../src/core/cloud.ts'

type Named<Key extends string, Section> = {
  [Field in keyof Section & string]: string extends Section[Field]
    ? never
    : Section[Field] extends boolean | string
      ? `${Key}.${Field}`
      : never
}[keyof Section & string]

/** Every field of a cloud that is a choice between a few values (§3.6), such as `requests.isOn`. */
export type CloudFlag = {
  [Key in keyof Cloud]: Cloud[Key] extends string | readonly unknown[] ? never : Named<Key, Cloud[Key]>
}[keyof Cloud]

/** The value that opens something in a cloud, and the one that closes it. */
export const flagValues = {
  'agreements.attestedByPartner': [true, false],
  'customers.newAllowed': [true, false],
  'requests.isOn': [true, false],
  'requests.linkAuthors': ['providerAndReseller', 'providerOnly'],
  'requests.privilegesChoice': [true, false],
  'requests.openInMailApp': [true, false],
  'requests.sendForMe': [true, false],
  'users.passwordReset': ['byAdmin', 'externalPortal'],
  'users.rolesEditable': [true, false],
  'indirect.isOn': [true, false],
  'businessProfile.isOn': [true, false],
  'referrals.isOn': [true, false],
  'serviceRequests.handling': ['native', 'redirect'],
  'subscriptions.selfService': [true, false],
  // These change what happens or what is said, and close nothing.
  'removal.liveItems': null,
  'removal.privileges': null,
  'enrolment.reviewTime': null,
  'passwordHash.algorithm': null,
} as const satisfies Record<CloudFlag, readonly [open: unknown, closed: unknown] | null>

/** The flags that open something or close it. */
export type ClosingFlag = {
  [Flag in CloudFlag]: (typeof flagValues)[Flag] extends null ? never : Flag
}[CloudFlag]
export const closingFlags = (Object.keys(flagValues) as CloudFlag[]).filter(
  (flag): flag is ClosingFlag => flagValues[flag] !== null,
)

const read = (cloud: Cloud, flag: CloudFlag): unknown =>
  flag.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], cloud)

export const isOpen = (cloud: Cloud, flag: ClosingFlag): boolean => read(cloud, flag) === flagValues[flag][0]

/** The same cloud with one flag the other way round. */
export function turned(cloud: Cloud, flag: ClosingFlag): Cloud {
  const [section = '', field = ''] = flag.split('.')
  const value = flagValues[flag][isOpen(cloud, flag) ? 1 : 0]
  return { ...cloud, [section]: { ...(cloud[section as keyof Cloud] as object), [field]: value } }
}
