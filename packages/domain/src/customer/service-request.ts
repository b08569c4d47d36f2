import { z } from 'zod'
import { documentContent } from '../core/attachment.ts'
import type { Cloud } from '../core/cloud.ts'
import { idOf } from '../core/id.ts'
import type { PartnerKind } from '../core/organisation.ts'
import { pageSizes } from '../core/page-sizes.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { searchText } from '../core/search-text.ts'
import { oneLine } from '../identity/account.ts'

/** How long after it was closed a partner may reopen a request (§4.12). */
export const reopenDays = 30
export const attachmentsMax = 10

export const serviceRequestStatuses = ['open', 'attention_needed', 'closed'] as const
export type ServiceRequestStatus = (typeof serviceRequestStatuses)[number]

/** The first answer is due after 2, 4 or 8 hours. */
export const severities = ['critical', 'moderate', 'minimal'] as const
export type Severity = (typeof severities)[number]

/** What somebody does to a request that is there. Both sides may close it. */
export const requestActs = ['answer', 'ask', 'reply', 'close', 'reopen'] as const
export type RequestAct = (typeof requestActs)[number]

/** What the timeline of a request shows. */
export const requestEvents = ['opened', 'answered', 'asked', 'replied', 'closed', 'reopened'] as const
export type RequestEvent = (typeof requestEvents)[number]
export const eventOf = {
  ...{ answer: 'answered', ask: 'asked', reply: 'replied', close: 'closed', reopen: 'reopened' },
} as const satisfies Record<RequestAct, RequestEvent>

export type ServiceRequest = { status: ServiceRequestStatus; closedAt: Date | null }

export type ServiceRequestRefusal =
  /** This cloud takes requests in the customer's own admin centre. */
  | { code: 'service_requests_elsewhere' }
  /** An indirect reseller opens none for this service: its provider does. */
  | { code: 'service_not_for_resellers' }
  /** The partner has the privileges to open it itself. */
  | { code: 'privileges_are_there' }
  /** Nobody of the partner with this address may open requests. */
  | { code: 'caller_unknown' }
  | { code: 'service_request_closed' }
  | { code: 'service_request_not_closed' }
  | { code: 'service_request_closed_long_ago' }

const text = z.string().trim().min(1).max(4000)
const maybeText = z.string().trim().max(4000).default('')
/** The HTTP status of each of these refusals. */
export const serviceRequestStatusOf = {
  service_requests_elsewhere: 403,
  service_not_for_resellers: 403,
  privileges_are_there: 409,
  caller_unknown: 409,
  service_request_closed: 409,
  service_request_not_closed: 409,
  service_request_closed_long_ago: 409,
} as const satisfies Record<ServiceRequestRefusal['code'], number>

const attachment = z.object({ name: oneLine(200), content: documentContent })
export type Attachment = z.output<typeof attachment>
const subject = { severity: z.enum(severities), title: oneLine(150), text }

export const openRequestInput = z.object({ ...subject, attachment: attachment.optional() })
export const openByPhoneInput = z.object({
  ...subject,
  relationshipId: idOf<'relationship'>(),
  service: z.string().max(50),
  /** The address with which the partner's person who calls signs in. */
  caller: z.string().trim().toLowerCase().min(3).max(254),
})
export const requestIdInput = z.object({ request: idOf<'service_request'>() })
export const answerRequestInput = z.discriminatedUnion('act', [
  z.object({ act: z.enum(['answer', 'ask']), text }),
  z.object({ act: z.literal('close'), text: maybeText }),
])
export const replyRequestInput = z.discriminatedUnion('act', [
  z.object({ act: z.literal('reply'), text, attachment: attachment.optional() }),
  z.object({ act: z.literal('close'), text: maybeText, attachment: attachment.optional() }),
])
export const reopenRequestInput = requestIdInput.extend({ text })

/** All filters must match. */
const filters = {
  status: z.enum(serviceRequestStatuses).optional(),
  severity: z.enum(severities).optional(),
  /** The beginnings of words of the title or of the customer's name. */
  search: searchText.optional(),
  cursor: z.string().max(1000).optional(),
  limit: z.literal(pageSizes).default(25),
}
export const requestListInput = z.object({ ...filters, customer: idOf<'relationship'>().optional() })
export type RequestListFilters = z.output<typeof requestListInput>
export const queueInput = z.object({ ...filters, handledBy: z.enum(['me', 'nobody']).optional() })

type Opening = {
  service: string
  partnerKind: PartnerKind | null
  /** Whether the partner may use the customer's privileges for the service. */
  hasPrivileges: boolean
}

/**
 * Whether a request can be opened, and by whom: a partner with privileges opens it itself, without them it calls the operator
 * (R-033, D-09). The relationship's state is the caller's to check.
 */
export function openServiceRequest(
  { serviceRequests }: Pick<Cloud, 'serviceRequests'>,
  by: 'partner' | 'phone',
  { service, partnerKind, hasPrivileges }: Opening,
): Result<{ status: 'open' }, ServiceRequestRefusal | { code: 'not_granted' }> {
  if (serviceRequests.handling === 'redirect') return refuse({ code: 'service_requests_elsewhere' })
  if (partnerKind === 'indirect_reseller' && serviceRequests.notForResellers.includes(service))
    return refuse({ code: 'service_not_for_resellers' })
  if (by === 'partner' && !hasPrivileges) return refuse({ code: 'not_granted' })
  if (by === 'phone' && hasPrivileges) return refuse({ code: 'privileges_are_there' })
  return ok({ status: 'open' })
}

const steps: Record<RequestAct, Partial<Record<ServiceRequestStatus, ServiceRequestStatus>>> = {
  answer: { open: 'open', attention_needed: 'attention_needed' },
  ask: { open: 'attention_needed', attention_needed: 'attention_needed' },
  reply: { open: 'open', attention_needed: 'open' },
  close: { open: 'closed', attention_needed: 'closed' },
  reopen: { closed: 'open' },
}

export const canHappen = (status: ServiceRequestStatus, act: RequestAct): boolean =>
  steps[act][status] !== undefined

/** Decides what an operator or the partner does with a request (§4.12). */
export function advanceServiceRequest(
  { status, closedAt }: ServiceRequest,
  act: RequestAct,
  now: Date,
): Result<ServiceRequestStatus, ServiceRequestRefusal> {
  const next = steps[act][status]
  if (!next)
    return refuse({ code: act === 'reopen' ? 'service_request_not_closed' : 'service_request_closed' })
  if (act === 'reopen' && closedAt && now.getTime() - closedAt.getTime() > reopenDays * 86_400_000)
    return refuse({ code: 'service_request_closed_long_ago' })
  return ok(next)
}
