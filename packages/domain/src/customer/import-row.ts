import { type Cloud, tenantDomainOf } from '../core/cloud.ts'
import { type Locale, locale, locales } from '../core/locale.ts'
import { countryCode } from '../core/organisation.ts'
import { withoutMarksAround } from '../core/typed-text.ts'
import { domainOf, emailAddress, oneLine } from '../identity/account.ts'
import { ownReference } from '../relationship/recipients.ts'
import { adminNameMax, tenantName } from './added-customer.ts'
import type { CustomerImportKind, ImportMapping } from './customer-import.ts'

/** What a column can hold, by what the rows become. */
export const importFields = {
  invite: ['email', 'language', 'reference'],
  add: ['name', 'country', 'tenant', 'admin'],
} as const satisfies Record<CustomerImportKind, readonly string[]>
export type ImportField = (typeof importFields)[CustomerImportKind][number]

/** Without a column for these, nothing can be taken. */
export const neededFields = {
  invite: ['email'],
  add: ['name', 'country', 'tenant'],
} as const satisfies Record<CustomerImportKind, readonly ImportField[]>

/** Why a row is not taken. */
export const importFaults = [
  'missing',
  'unreadable',
  'unknown_language',
  'country_not_allowed',
  'twice',
  'refusing',
  'name_taken',
  'too_many_fields',
] as const
/** `column` is null where the whole row is at fault; `first` is the row that names the same. */
export type ImportFault = {
  column: ImportField | null
  fault: (typeof importFaults)[number]
  first?: number
}

/** A row that can be taken. `key` is the same for two rows that would become the same. */
export type ImportRow =
  | { kind: 'invite'; key: string; email: string; domain: string; language: Locale; reference: string | null }
  | { kind: 'add'; key: string; domain: string; name: string; country: string; tenant: string; admin: string }

type Values = Partial<Record<ImportField, string>>
export type ReadRow = { ok: true; row: ImportRow } | { ok: false; faults: ImportFault[] }

/** The values of a row, by the mapping of its file's columns. */
export const valuesOf = (fields: readonly string[], mapping: ImportMapping): Values =>
  Object.fromEntries(Object.entries(mapping).map(([field, at]) => [field, fields[at] ?? '']))

/** Reads one row: what it becomes, or each column that is at fault. */
export function readImportRow(
  kind: CustomerImportKind,
  values: Values,
  { cloud, language }: { cloud: Cloud; language: Locale },
): ReadRow {
  return kind === 'invite' ? readInvitation(values, language, cloud) : readCustomer(values, cloud)
}

const clean = (text: string | undefined): string => withoutMarksAround((text ?? '').trim())

const faultAt = (column: ImportField, text: string): ImportFault => ({
  column,
  fault: clean(text) === '' ? 'missing' : 'unreadable',
})

function readInvitation(values: Values, usual: Locale, cloud: Cloud): ReadRow {
  const faults: ImportFault[] = []
  const email = emailAddress.safeParse(values.email ?? '').data
  if (!email) faults.push(faultAt('email', values.email ?? ''))
  const language = clean(values.language) === '' ? usual : languageNamed(values.language ?? '')
  if (!language || !cloud.locales.includes(language))
    faults.push({ column: 'language', fault: 'unknown_language' })
  const reference = clean(values.reference) === '' ? null : ownReference.safeParse(values.reference).data
  if (reference === undefined) faults.push({ column: 'reference', fault: 'unreadable' })
  if (!email || !language || reference === undefined || faults.length > 0) return { ok: false, faults }
  return {
    ok: true,
    row: { kind: 'invite', key: `mail:${email}`, email, domain: domainOf(email), language, reference },
  }
}

function readCustomer(values: Values, cloud: Cloud): ReadRow {
  const faults: ImportFault[] = []
  const name = oneLine(200).safeParse(values.name ?? '').data
  if (!name) faults.push(faultAt('name', values.name ?? ''))
  const country = countryCode.safeParse(clean(values.country).toUpperCase()).data
  if (!country) faults.push(faultAt('country', values.country ?? ''))
  else if (cloud.customers.countries && !cloud.customers.countries.includes(country))
    faults.push({ column: 'country', fault: 'country_not_allowed' })
  const tenant = tenantName.safeParse(values.tenant ?? '').data
  if (!tenant) faults.push(faultAt('tenant', values.tenant ?? ''))
  const admin = clean(values.admin) === '' ? name : oneLine(adminNameMax).safeParse(values.admin).data
  if (name && !admin) faults.push({ column: 'admin', fault: 'unreadable' })
  if (!name || !country || !tenant || !admin || faults.length > 0) return { ok: false, faults }
  const domain = tenantDomainOf(cloud, tenant)
  return { ok: true, row: { kind: 'add', key: `tenant:${domain}`, domain, name, country, tenant, admin } }
}

const languageNames: Record<Locale, readonly string[]> = {
  en: ['en', 'english', 'englisch', '英语', '英文'],
  de: ['de', 'german', 'deutsch', '德语', '德文'],
  'zh-CN': ['zh', 'zh-cn', 'chinese', 'chinesisch', '中文', '简体中文', '汉语'],
}

/** A language as people write it: its code in any spelling, with a country behind it, or its name. */
function languageNamed(text: string): Locale | undefined {
  const written = clean(text).toLowerCase().replaceAll('_', '-')
  const exact = locale.safeParse(text).data
  const named = (name: string) => locales.find((known) => languageNames[known].includes(name))
  return exact ?? named(written) ?? named(written.replace(/-[a-z]+$/, ''))
}

/** What the header of a column says about it, in the languages of the sites and of usual exports. */
const columnNames: Record<ImportField, RegExp> = {
  email: /e-?mail|mailadresse|^mail$|邮箱|邮件/,
  language: /^(lang|language|locale|sprache|语言)/,
  reference: /referen[cz]|^ref|ticket|order ?n|kundennummer|customer ?(no|number|id)|编号|单号/,
  name: /company|organi[sz]ation|firma|unternehmen|customer ?name|kundenname|^name$|公司|客户名称/,
  country: /country|^land$|ländercode|国家/,
  tenant: /tenant|^domain|domäne|mandant|onmicrosoft|域/,
  admin: /admin|contact|ansprechpartner|联系人|管理员/,
}

/** The columns as their headers suggest them; a person confirms or changes it. */
export const guessMapping = (kind: CustomerImportKind, columns: readonly string[]): ImportMapping =>
  guessColumns<ImportField>(importFields[kind], columnNames, columns)

export function guessColumns<Field extends string>(
  fields: readonly Field[],
  names: Record<Field, RegExp>,
  columns: readonly string[],
): ImportMapping {
  const taken = new Set<number>()
  const guessed: ImportMapping = {}
  for (const field of fields) {
    const at = columns.findIndex((name, index) => !taken.has(index) && names[field].test(name))
    if (at < 0) continue
    taken.add(at)
    guessed[field] = at
  }
  return guessed
}

/** Whether a mapping names every needed column, each within the file and none for two things. */
export const isMappingWhole = (kind: CustomerImportKind, mapping: ImportMapping, columns: number): boolean =>
  isMappedWhole({ fields: importFields[kind], needed: neededFields[kind] }, mapping, columns)

export function isMappedWhole(
  { fields, needed }: { fields: readonly string[]; needed: readonly string[] },
  mapping: ImportMapping,
  columns: number,
): boolean {
  const places = Object.values(mapping)
  return (
    needed.every((field) => mapping[field] !== undefined) &&
    Object.keys(mapping).every((field) => fields.includes(field)) &&
    places.every((at) => at < columns) &&
    new Set(places).size === places.length
  )
}
