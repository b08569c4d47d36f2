import { isUnavailable } from '@entente/db/core/unavailable'
import type { Result } from '@entente/domain/core/result'
import { type Refusal, statusOf } from '@entente/domain/refusal'
import type { TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/rpc'
import { z } from 'zod'

/** Carries a refusal out of a transaction, which rolls back. Each wire form maps it to a response of its own. */
export class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

/** The error that answers a request with a refusal: `throw refused({ code: 'not_found' })`. */
export const refused = (refusal: Refusal): Refused => new Refused(refusal)

/** Returns the value of a decision, or throws its refusal, which rolls the transaction back. */
export function settled<T, R extends Refusal>(decision: Result<T, R>): T {
  if (!decision.ok) throw refused(decision.refusal)
  return decision.value
}

/** The refusal behind an error, if a user caused it or waiting helps; anything else is a fault. */
export function refusalOf({ code, cause }: TRPCError): Refusal | undefined {
  if (cause instanceof Refused) return cause.refusal
  if (isUnavailable(cause)) return { code: 'unavailable', retryAfterSeconds: 1 }
  if (code === 'BAD_REQUEST' || code === 'PARSE_ERROR')
    return { code: 'invalid_input', fields: fieldsOf(cause) }
  if (code === 'NOT_FOUND') return { code: 'not_found' }
  return undefined
}

const codes: Record<number, TRPC_ERROR_CODE_KEY> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  410: 'PRECONDITION_FAILED',
  422: 'UNPROCESSABLE_CONTENT',
  429: 'TOO_MANY_REQUESTS',
  503: 'SERVICE_UNAVAILABLE',
}

/** tRPC's own code for an error. tRPC takes a thrown refusal for a fault, so its code comes from the refusal's status. */
export const codeOf = ({ code, cause }: TRPCError): TRPC_ERROR_CODE_KEY =>
  cause instanceof Refused ? (codes[statusOf[cause.refusal.code]] ?? 'BAD_REQUEST') : code

/** The HTTP status that an error answers with. */
export function httpStatusOf(error: TRPCError): number {
  const refusal = refusalOf(error)
  return refusal ? statusOf[refusal.code] : getHTTPStatusCodeFromError(error)
}

function fieldsOf(cause: unknown): Record<string, string[]> {
  if (!(cause instanceof z.ZodError)) return {}
  const fields: Record<string, string[]> = {}
  for (const { path, message } of cause.issues) {
    const field = path.join('.')
    fields[field] = [...(fields[field] ?? []), message]
  }
  return fields
}
