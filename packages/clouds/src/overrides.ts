import type { Agreement, Cloud, OverridableFlags, Retention } from '@entente/domain/core/cloud'
import type { MailsOfDay } from '@entente/domain/relationship/send-limits'
import { z } from 'zod'
import { isLegible } from './legible.ts'

type Partly<Fields> = { [Field in keyof Fields]?: Fields[Field] | undefined }
type Sections<Flags> = { [Section in keyof Flags]?: Partly<Flags[Section]> | undefined }

/** What the operator of an instance may change about its cloud; a field that is left out stays as the cloud has it. */
export type CloudOverrides = Sections<OverridableFlags> & {
  name?: string | undefined
  accent?: Partly<Cloud['accent']> | undefined
  /** By the id of the service: each can get another name and portal, none is added or taken away. */
  services?: Record<string, { name?: string | undefined; portal?: string | undefined }> | undefined
  agreements?: { customer?: Agreement | undefined; partner?: Agreement | undefined } | undefined
  customers?: { tenantDomain?: string | undefined; dataTrustee?: string | undefined } | undefined
  requests?: Partly<MailsOfDay> | undefined
  users?: { portal?: { name: string; url: string } | undefined } | undefined
  retention?: Partly<Retention> | undefined
}

const name = z
  .string()
  .refine((text) => text.trim() === text && text !== '', 'must be a name without spaces around it')
  .refine((text) => !/\p{Cc}/u.test(text), 'must be on one line')
  .max(80, 'must have 80 characters at most')
const address = z.url({ protocol: /^https$/, error: 'must be an https address' })
const flag = z.boolean('must be true or false').optional()
const colour = (theme: keyof Cloud['accent']) =>
  z
    .string('must be a colour such as #2456c4')
    .regex(/^#[\da-f]{6}$/, 'must be a colour such as #2456c4')
    .refine((hex) => isLegible(theme, hex), `has too little contrast in the ${theme} theme`)
    .optional()
/** A whole agreement: a new text has a new version, and customers accept the version that is in force. */
const agreement = z.strictObject({
  name,
  version: z.string().regex(/^\S{1,40}$/, 'must be a version without spaces'),
  url: address,
})
const whole = (min: number, max: number) => {
  const says = `must be a whole number from ${min} to ${max}`
  return z.int(says).min(min, says).max(max, says).optional()
}
const times = (max: number) => whole(1, max)
const [days, months, years] = [times(3660), times(120), times(30)]
const tenantDomain = z
  .string()
  .regex(/^([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+[a-z]{2,63}$/, 'must be a domain such as onmicrosoft.com')

const shape = z.strictObject({
  name: name.optional(),
  accent: z.strictObject({ light: colour('light'), dark: colour('dark') }).optional(),
  services: z
    .record(z.string(), z.strictObject({ name: name.optional(), portal: address.optional() }))
    .optional(),
  agreements: z.strictObject({ customer: agreement.optional(), partner: agreement.optional() }).optional(),
  customers: z
    .strictObject({ newAllowed: flag, tenantDomain: tenantDomain.optional(), dataTrustee: name.optional() })
    .optional(),
  users: z.strictObject({ portal: z.strictObject({ name, url: address }).optional() }).optional(),
  requests: z
    .strictObject({
      ...{ openInMailApp: flag, sendForMe: flag },
      // An import leaves 50 mails of a day to the partner's people.
      ...{ mailsPerDay: whole(60, 5000), mailsPerDomainAndDay: whole(1, 5000) },
    })
    .optional(),
  businessProfile: z.strictObject({ isOn: flag }).optional(),
  referrals: z.strictObject({ isOn: flag }).optional(),
  subscriptions: z.strictObject({ selfService: flag }).optional(),
  retention: z
    .strictObject({
      ...{ recipientsMonths: months, mailBodiesDays: days, sessionsDays: days, oneTimeLinksDays: days },
      ...{ unconfirmedSignUpsDays: days, documentsMonths: months, refusedApplicationsMonths: months },
      ...{ abandonedApplicationsMonths: months, auditYears: years, attestationYears: years },
    } satisfies Record<keyof Retention, z.ZodType>)
    .optional(),
}) satisfies z.ZodType<CloudOverrides>

/** The cloud as the override file of this instance has it. Throws one error with a sentence for each wrong field. */
export function withOverrides(cloud: Cloud, text: string): Cloud {
  const parsed = shape.safeParse(jsonOf(text))
  if (!parsed.success) throw new Error(parsed.error.issues.flatMap(sentencesOf).join('\n'))
  const { services, ...overrides } = parsed.data
  const faults = [
    ...flagsOf(cloud, overrides),
    ...unknownServices(cloud, services),
    ...portalOf(cloud, overrides),
    ...proofsOf(cloud, overrides),
  ]
  if (faults.length > 0) throw new Error(faults.join('\n'))
  const listed = cloud.services.map((service) => ({ ...service, ...given(services?.[service.id]) }))
  return { ...merged(cloud, overrides), services: listed }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error('the file is not valid JSON')
  }
}

function sentencesOf(issue: z.core.$ZodIssue): string[] {
  const field = issue.path.join('.')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${field ? `${field}.${key}` : key} cannot be changed by an override file`)
  if (issue.code === 'invalid_type' && issue.message.startsWith('Invalid input'))
    return [
      `${field || 'the file'} must be ${issue.expected === 'object' ? 'an object' : `a ${issue.expected}`}`,
    ]
  return [`${field} ${issue.message}`]
}

const flagPaths = [
  ['customers', 'newAllowed'],
  ['requests', 'openInMailApp'],
  ['requests', 'sendForMe'],
  ['businessProfile', 'isOn'],
  ['referrals', 'isOn'],
  ['subscriptions', 'selfService'],
] as const satisfies {
  [S in keyof OverridableFlags]: [S, keyof OverridableFlags[S]]
}[keyof OverridableFlags][]

const flagsOf = (cloud: Cloud, overrides: CloudOverrides): string[] =>
  flagPaths
    .filter(([section, field]) => valueAt(overrides, section, field) && !valueAt(cloud, section, field))
    .map((path) => `${path.join('.')} cannot be turned on: the cloud ${cloud.id} does not have it`)

const valueAt = (value: object, section: string, field: string): unknown =>
  (value as Record<string, Record<string, unknown> | undefined>)[section]?.[field]

const unknownServices = (cloud: Cloud, services: CloudOverrides['services'] = {}): string[] =>
  Object.keys(services)
    .filter((id) => !cloud.services.some((service) => service.id === id))
    .map((id) => `services.${id} is no service of the cloud ${cloud.id}`)

const portalOf = (cloud: Cloud, { users }: CloudOverrides): string[] =>
  users?.portal && !cloud.users.portal
    ? [`users.portal cannot be set: the cloud ${cloud.id} manages users here`]
    : []

/** What proves who did what may be kept longer than the cloud asks for, never shorter. */
const proofsOf = ({ id, retention }: Cloud, overrides: CloudOverrides): string[] =>
  (['auditYears', 'attestationYears'] as const)
    .filter((field) => (overrides.retention?.[field] ?? retention[field]) < retention[field])
    .map((field) => `retention.${field} must be at least ${retention[field]}, as the cloud ${id} asks for`)

/** The fields that an override file may change, as they are written there; `<id>` stands for each service. */
export const overridablePaths: string[] = pathsOf(shape)

function pathsOf(type: z.ZodType, path = ''): string[] {
  if (type instanceof z.ZodOptional) return pathsOf(type.unwrap() as z.ZodType, path)
  if (type instanceof z.ZodRecord) return pathsOf(type.valueType as z.ZodType, `${path}.<id>`)
  if (!(type instanceof z.ZodObject)) return [path]
  return Object.entries(type.shape).flatMap(([key, inner]) =>
    pathsOf(inner as z.ZodType, path ? `${path}.${key}` : key),
  )
}

const given = (fields: object = {}): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

/** Sections keep the fields that are left out; only agreements, which are whole, replace theirs. */
function merged(cloud: Cloud, overrides: Omit<CloudOverrides, 'services'>): Cloud {
  const sections = Object.entries(given(overrides)).map(([section, value]) => [
    section,
    typeof value === 'object' ? { ...(cloud[section as keyof Cloud] as object), ...given(value) } : value,
  ])
  return { ...cloud, ...Object.fromEntries(sections) }
}
