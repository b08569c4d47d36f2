import type { CheckResult, EnrolmentCheck } from './enrolment.ts'
import type { DocumentKind } from './enrolment-input.ts'

/** What the checks can look at, as the rows hold it. */
export type Checkable = {
  legalName: string
  country: string
  registrationNumber: string | null
  addressLine1: string | null
  addressLine2: string | null
  city: string | null
  region: string | null
  postalCode: string | null
  contactName: string | null
  contactEmail: string | null
  contactPhone: string | null
  membership: { mpnId: string; name: string } | null
  documents: readonly CheckedDocument[]
}
export type CheckedDocument = { id: string; kind: DocumentKind; sha256: string }

const readField = {
  legalName: ({ legalName }) => legalName,
  country: ({ country }) => country,
  registrationNumber: ({ registrationNumber }) => registrationNumber,
  address: ({ addressLine1, addressLine2, postalCode, city, region }) =>
    lines(addressLine1, addressLine2, postalCode, city, region),
  membership: ({ membership }) => membership && lines(membership.mpnId, membership.name),
  contactName: ({ contactName }) => contactName,
  contactEmail: ({ contactEmail }) => contactEmail,
  contactPhone: ({ contactPhone }) => contactPhone,
} satisfies Record<string, (application: Checkable) => string | null>
export type CheckedField = keyof typeof readField

// No value holds a line break, and an empty one keeps its line: different values never make the same text.
const lines = (...values: (string | null)[]) => values.map((value) => value ?? '').join('\n')

/** What a check looked at. A field that an erasure took is missing. */
export type CheckedData = Partial<Record<CheckedField, string | null>> & { documents: CheckedDocument[] }

type Concern = { fields: readonly CheckedField[]; documents: readonly DocumentKind[] }

const company: CheckedField[] = ['legalName', 'country', 'registrationNumber']
const contact: CheckedField[] = ['contactName', 'contactEmail', 'contactPhone']

/** What each check is about (R-082, §3.3). An extract of the register names the company and those who act for it. */
const concerns: Record<EnrolmentCheck, Concern> = {
  profile: {
    fields: [...company, 'address', 'membership'],
    documents: ['registration', 'tax', 'address', 'other'],
  },
  authority: {
    fields: [...company, ...contact],
    documents: ['registration', 'authority', 'identity', 'other'],
  },
  eligibility: { fields: [...company, 'address'], documents: ['eligibility', 'address', 'other'] },
  local_entity: { fields: company, documents: ['registration', 'tax', 'other'] },
  credit_check: { fields: [...company, 'address'], documents: ['tax', 'other'] },
  phone_challenge: { fields: contact, documents: [] },
}

/** The part of an application that a check looks at, in a fixed order. */
export function checkedData(check: EnrolmentCheck, application: Checkable): CheckedData {
  const { fields, documents } = concerns[check]
  return {
    ...Object.fromEntries(fields.map((field) => [field, readField[field](application)])),
    documents: application.documents
      .filter(({ kind }) => documents.includes(kind))
      .map(({ id, kind, sha256 }) => ({ id, kind, sha256 }))
      .toSorted((one, other) => (one.id < other.id ? -1 : 1)),
  }
}

/** The text whose digest is kept with a result: two applications share it only if the check sees the same in both. */
export const canonicalForm = (check: EnrolmentCheck, application: Checkable): string =>
  JSON.stringify([check, checkedData(check, application)])

/** A recorded result with the digest of what was looked at; null when nothing was. */
export type RecordedCheck = { result: CheckResult; digest: string | null }

/** A result counts only for what was checked: once that has changed, the check is open again. */
export const resultNow = ({ result, digest }: RecordedCheck, digestNow: string): CheckResult =>
  digest === digestNow ? result : 'open'

export type CheckedChanges = {
  fields: { field: CheckedField; was: string | null; now: string | null }[]
  added: CheckedDocument[]
  removed: CheckedDocument[]
}

/** What has changed since a check looked at it; undefined when nothing has. */
export function changesSince(was: CheckedData, now: CheckedData): CheckedChanges | undefined {
  const { documents: _, ...values } = now
  const fields = (Object.keys(values) as CheckedField[])
    .map((field) => ({ field, was: was[field] ?? null, now: now[field] ?? null }))
    .filter((change) => change.was !== change.now)
  const added = without(now.documents, was.documents)
  const removed = without(was.documents, now.documents)
  return fields.length + added.length + removed.length > 0 ? { fields, added, removed } : undefined
}

const without = (list: readonly CheckedDocument[], others: readonly CheckedDocument[]) =>
  list.filter(({ id, sha256 }) => !others.some((other) => other.id === id && other.sha256 === sha256))
