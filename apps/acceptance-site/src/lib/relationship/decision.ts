import { acceptanceResults } from '@entente/domain/relationship/acceptance'
import { partyRoles } from '@entente/domain/relationship/relationship-link'
import type { RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'

const decision = z.union([
  z.object({ result: z.literal('declined'), told: z.boolean() }),
  z.object({
    result: z.enum(acceptanceResults),
    parties: z.array(z.object({ role: z.enum(partyRoles), result: z.enum(acceptanceResults) })),
    granted: z.array(z.string()),
  }),
])
/** The result of the last decision about an invitation in this browser. */
export type Decision = z.infer<typeof decision>

const name = 'entente-decision'
const oneHourSeconds = 3600

type Invitation = RequestEvent & { params: { token: string } }

/**
 * Keeps a decision for the next page, so that reloading that page repeats nothing. Not in the URL, because a link from
 * somebody else must not be able to claim what the person decided.
 */
export function rememberDecision({ cookies, params, url }: Invitation, made: Decision): void {
  cookies.set(name, JSON.stringify(made), {
    path: `/invitation/${params.token}`,
    httpOnly: true,
    sameSite: 'lax',
    secure: url.protocol === 'https:',
    maxAge: oneHourSeconds,
  })
}

export function readDecision({ cookies }: Invitation): Decision | undefined {
  try {
    return decision.safeParse(JSON.parse(cookies.get(name) ?? 'null')).data
  } catch {
    // A cookie may hold any text, so one that is not JSON counts as none.
    return undefined
  }
}
