import type { RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'

const decision = z.union([
  z.object({ result: z.literal('declined'), told: z.boolean() }),
  z.object({ result: z.enum(['accepted', 'restored', 'already_partner']), granted: z.array(z.string()) }),
])
/** What this browser's last press on an invitation did. */
export type Decision = z.infer<typeof decision>

const name = 'entente-decision'
const oneHourSeconds = 3600

type Invitation = RequestEvent & { params: { token: string } }

/**
 * Keeps a decision for the page after it, so that reloading that page repeats nothing. Not in the address: a link
 * that somebody sends must not be able to say what another person decided.
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
    // A cookie may hold anything; one that is no JSON says nothing.
    return undefined
  }
}
