import { randomUUID } from 'node:crypto'
import { hashPassword } from '@entente/auth/password'
import { addAsOwner } from '@entente/db/testing/rows'
import type { Permission } from '@entente/domain/core/permission'
import { authorizing, generousLimits, givenWorld, grantAll, tokenOf } from '@entente/trpc/testing'
import { turnOnFactor } from '@entente/trpc/testing/second-factor'
import type { Actor } from '../actors.ts'

// What the tables of this folder share. It is made when `tenancy.db.test.ts` imports it, and ends with that file.
export const world = await givenWorld({ limits: generousLimits })
export const password = 'harbour lamp violet 42'
export const passwordHash = await hashPassword(password)

// Providers, so that they have partnerships; what only resellers do is answered by their kind.
const provider = () => world.partner({ kind: 'indirect_provider' })
export const [ours, foreign] = [await provider(), await provider()]
export const [customer, foreignCustomer] = [await world.customer(), await world.customer()]
await (await world.as(customer.person)).invitation.accept(
  authorizing(tokenOf(ours, { withPrivileges: true }), grantAll),
)
await (await world.as(foreignCustomer.person)).invitation.accept(authorizing(tokenOf(foreign)))
/** A partner that only `customer` accepts. */
export const onlyOurs = await world.partner()
await (await world.as(customer.person)).invitation.accept(authorizing(tokenOf(onlyOurs)))

export const personOf = (
  organisationId: typeof ours.id,
  audience: 'partner' | 'customer',
  role: Parameters<typeof world.person>[0]['roles'][number],
) => world.person({ organisationId, audience, roles: [role], passwordHash })

export const agent = await world.as(ours.person)
export const relationshipId = (await agent.customers.list({})).customers[0]?.id
export const draftOf = async () => {
  const { templateVersion, language, withPrivileges, subject, paragraphs, link } =
    await agent.relationshipRequest.draft({
      withPrivileges: false,
    })
  const texts = paragraphs.map(({ key, text }) => ({ key, text }))
  return { templateVersion, language, withPrivileges, subject, paragraphs: texts, link }
}
export const prepared = await agent.relationshipRequest.prepare({
  draft: await draftOf(),
  idempotencyKey: randomUUID(),
})

export const once = () => ({ idempotencyKey: randomUUID() })
export const newCompany = { organisation: 'Fabrikam', country: 'FR', name: 'Ada Roy' }
export const newcomer = () => ({
  ...newCompany,
  email: `ada@fabrikam-${randomUUID().slice(0, 8)}.example`,
})

export async function acceptanceWith(partnerId: string) {
  const [row] = await world.asOwner<{ id: string }>(
    'select id from acceptance where customer_id = $1 and partner_id = $2 limit 1',
    [customer.id, partnerId],
  )
  return row?.id
}

/** A customer that we added ourselves, and what we state about its agreement. */
export const added = async () => addAsOwner(world, ours.id, (await world.customer()).id)

export const tokenOfActor = async ({ account, token }: Actor) =>
  token ? token() : account ? world.tokenFor(account) : undefined

/** The sessions that an actor's next call comes from; a factor is set up by one alone. */
export const sessionOfNextCall = new Map<Actor, string | undefined>()

/** A person with a second factor. */
export async function withFactor(...place: Parameters<typeof personOf>) {
  const person = await personOf(...place)
  await turnOnFactor(world, await world.as(person))
  return person
}

export async function removed(id: string) {
  await world.asOwner(
    `update auth.membership set status = 'removed', former_roles = roles, roles = '{}', decided_at = now()
    where id = $1`,
    [id],
  )
  return id
}

export async function oneTime(kind: 'sign_up' | 'reset' | 'work_account'): Promise<string> {
  const email = kind === 'reset' ? customer.person.email : newcomer().email
  const enrolling = { ...newcomer(), email, kind: 'direct_bill' as const }
  if (kind === 'work_account') await world.caller().enrolment.createWorkAccount({ ...enrolling, ...once() })
  else if (kind === 'sign_up') await world.caller().account.signUp({ ...newcomer(), email, ...once() })
  else {
    // A link is mailed again after five minutes only.
    await world.asOwner('delete from auth.guess')
    await world.caller().account.requestReset({ email, ...once() })
  }
  return world.oneTimeToken(kind, email)
}

/** The refusal that an application in its final state gives its own global admin. */
export const isOver = () => '409 enrolment_state_changed'
export const street = { line1: 'Hafenstr. 1', city: 'Hamburg', postalCode: '20457' }
export const reachable = { email: 'help@fabrikam.example', phone: '+49 40 1234567', country: 'DE' }

/** A reseller that is a partner of ours. */
export async function withReseller() {
  const reseller = await world.partner({ kind: 'indirect_reseller', legalName: 'Resale' })
  return { id: (await world.partnership({ reseller, provider: ours })).id }
}
export const partnership = await withReseller()

export type Entry = {
  /** `factor`: every signed-in person, and an operator whose sign-in waits for a second factor to be set up. */
  gate: 'public' | 'session' | 'factor' | Permission
  /** Makes a valid input for each call. */
  input?: (actor: Actor) => unknown
  /**
   * The argument that names a row, by its path in the input, and the tenant that owns the row: for others it must look
   * like an unknown one.
   */
  id?: { at: string; owner: string }
  /** The site that calls, where it is not that of the actor's session. */
  site?: 'customer'
  /** The response of the procedure itself behind the gate, where that is not 200. */
  answer?: (actor: Actor) => string | undefined
}

export type Entries = Record<string, Entry>
