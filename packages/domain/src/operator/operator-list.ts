import { z } from 'zod'
import { idOf } from '../core/id.ts'
import { searchText } from '../core/search-text.ts'
import { timeZone } from '../core/time-zone.ts'

const page = {
  cursor: z.string().max(1000).optional(),
  limit: z.number().int().min(1).max(100).default(50),
}
/** The beginnings of words of a partner's name, or its partner ID. */
export const partnerListInput = z.object({ search: searchText.optional(), ...page })
export type PartnerListInput = z.output<typeof partnerListInput>

/** The beginnings of words of a customer's name, or its first domain. */
export const customerListInput = z.object({ search: searchText.optional(), ...page })
export type CustomerListInput = z.output<typeof customerListInput>

/** Mails that were given up, or other work. */
export const deadLetterKinds = ['mails', 'other'] as const
export type DeadLetterKind = (typeof deadLetterKinds)[number]
export const deadLetterListInput = z.object({ kind: z.enum(deadLetterKinds).optional(), ...page })
export type DeadLetterRefusal = { code: 'already_retried' }

/** The audit chains of the instance, one for each organisation, ordered by its id. */
export const chainListInput = z.object({ after: idOf<'organisation'>().optional(), limit: page.limit })

/** All filters must match; `chain` is an organisation, or the nil UUID for the instance's own records. */
export const auditListInput = z.object({
  chain: idOf<'organisation'>().optional(),
  /** The beginnings of words of an organisation’s name, its partner ID or its own id. */
  organisation: searchText.optional(),
  /** The beginning of an action, such as `partner.`. */
  action: searchText.optional(),
  /** The beginnings of words of the name or address of the person who acted. */
  person: searchText.optional(),
  from: z.iso.date().optional(),
  until: z.iso.date().optional(),
  /** The zone of both days. */
  timeZone: timeZone.optional(),
  ...page,
})
export type AuditListInput = z.output<typeof auditListInput>
