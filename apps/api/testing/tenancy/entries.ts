import { customerRecord } from './customer-record.ts'
import { customers } from './customers.ts'
import { enrolment } from './enrolment.ts'
import { identity } from './identity.ts'
import { operator } from './operator.ts'
import { partner } from './partner.ts'
import { partnerRelationships } from './partner-relationships.ts'
import { requests } from './requests.ts'
import { sales } from './sales.ts'
import type { Entry } from './tenants.ts'

/** Every procedure, by room. One that is missing here fails a test; what takes privileges away comes after what needs them. */
export const tables = [
  identity,
  enrolment,
  partner,
  requests,
  customers,
  customerRecord,
  sales,
  partnerRelationships,
  operator,
]
export const entries: Record<string, Entry> = Object.assign({}, ...tables)
