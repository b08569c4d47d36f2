import { addressKeys } from '@entente/auth/keyed-hash'
import { refusalOf, refused } from './refused.ts'
import { t } from './trpc.ts'

/**
 * Ten unknown links a minute from one address, then 429 (S4). Counts after the procedure's own transaction. A genuine
 * link is always served, so that a neighbour's guesses lock nobody out.
 */
export const limitGuessing = t.middleware(async ({ ctx, next }) => {
  const result = await next()
  const code = result.ok ? undefined : refusalOf(result.error)?.code
  if (code !== 'link_unknown' && code !== 'one_time_link_unknown') return result
  const wait = await ctx.limits.count(
    'unknownLinkOfAddress',
    ...addressKeys(ctx.keyring.session, ctx.clientAddress),
  )
  if (wait !== null) throw refused({ code: 'too_many_attempts', retryAfterSeconds: wait })
  return result
})
