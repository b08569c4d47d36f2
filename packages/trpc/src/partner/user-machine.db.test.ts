import { randomUUID } from 'node:crypto'
import { may, type Permission } from '@entente/domain/core/permission'
import type { PartnerRole } from '@entente/domain/core/role'
import { rolesOfTypes } from '@entente/domain/core/user-type'
import { type UserState, userStateOf } from '@entente/domain/partner/partner-user'
import type { Refusal } from '@entente/domain/refusal'
import { advanceUserModel, type UserEvent, type UserModelFacts } from '@entente/domain/testing/user-machine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cloud, givenWorld, refusalFrom } from '../../testing/index.ts'

const world = await givenWorld()
const once = () => ({ idempotencyKey: randomUUID() })

const acts = [
  'update',
  'reset_password',
  'remove',
  'restore',
  'expire',
  'sign_in',
  'change_password',
] as const
type Act = Extract<UserEvent, (typeof acts)[number]>
const adminRoles: PartnerRole[][] = [
  ['global_admin', 'admin_agent'],
  ['global_admin'],
  ['user_admin', 'admin_agent'],
  ['billing_admin', 'admin_agent'],
]
const types = { agentType: 'sales_agent', adminType: 'none' } as const
/** What the procedure of an act asks for before it asks the machine. */
const gates: Partial<Record<Act, Permission>> = {
  update: 'users.manage',
  remove: 'users.manage',
  restore: 'users.manage',
  reset_password: 'users.reset_password',
}
const audited: Partial<Record<Act, string>> = {
  update: 'user.updated',
  reset_password: 'user.password_reset',
  remove: 'user.removed',
  restore: 'user.restored',
  change_password: 'password.changed',
}

type Row = {
  until: Date | null
  used: Date | null
  chosen: boolean
  removed: Date | null
  status: string
  roles: PartnerRole[]
  former: PartnerRole[]
}

/** A user of a partner that has admins of every kind. */
async function givenUser() {
  const partner = await world.partner()
  const admins = await Promise.all(
    adminRoles.map(async (roles) => ({
      roles,
      api: await world.as(await world.person({ organisationId: partner.id, audience: 'partner', roles })),
    })),
  )
  const email = `ada-${randomUUID()}@partner.example`
  const shown = await (await world.as(partner.person)).users.add({ name: 'Ada', email, ...types, ...once() })
  if (shown.result !== 'shown') throw new Error('A fresh press shows the password.')
  return { partner, admins, email, id: shown.id, password: shown.temporaryPassword }
}

async function rowOf(id: string): Promise<Row> {
  const [row] = await world.asOwner<Row>(
    `select temporary_until as until, temporary_used_at as used, past_first as chosen, roles, status,
      former_roles as former, case status when 'removed' then decided_at end as removed
    from auth.membership m join auth.credential c on c.account_id = m.account_id where m.id = $1`,
    [id],
  )
  if (!row) throw new Error('gone')
  return row
}

const stateOf = ({ until, used, chosen, removed }: Row): UserState =>
  userStateOf(
    {
      ...{ temporaryUntil: until, isTemporarySpent: used !== null, isPastFirst: chosen },
      ...{ awaitsLink: false, linkUntil: null },
      removedAt: removed,
    },
    world.clock.now(),
  )

test('§4.4 acts in any order lead to the machine’s state, with one audit record for each transition and never a mail', async () => {
  const steps = fc.array(fc.tuple(fc.constantFrom(...acts), fc.nat({ max: adminRoles.length - 1 })), {
    ...{ minLength: 6, maxLength: 14 },
  })
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      const user = await givenUser()
      let { password } = user
      let waiting: { token: string; isEnded: boolean } | undefined
      let round = 0
      for (const [act, by] of sequence) {
        const actor = user.admins[by] as (typeof user.admins)[number]
        const before = await rowOf(user.id)
        const records = await world.auditOf(user.partner.id)
        const facts: UserModelFacts = {
          ...{ cloud, actor: { roles: actor.roles, isSelf: false } },
          roles: before.removed ? before.former : before.roles,
          nextRoles: rolesOfTypes(types),
          otherGlobalAdmins: 3,
          isTemporarySpent: before.used !== null,
          beforeRemoval: stateOf({ ...before, removed: null }) as UserModelFacts['beforeRemoval'],
        }
        const expected = advanceUserModel(stateOf(before), act, facts)
        let refusal: Refusal | undefined
        const id = { id: user.id }
        const tried = <T>(answer: Promise<T>) =>
          answer.catch(async (error: unknown) => {
            refusal = await refusalFrom(Promise.reject(error))
          })
        if (act === 'update') await tried(actor.api.users.update({ ...id, name: 'Ada', ...types, ...once() }))
        if (act === 'remove') await tried(actor.api.users.remove({ ...id, ...once() }))
        if (act === 'restore') await tried(actor.api.users.restore({ ...id, ...once() }))
        if (act === 'reset_password') {
          const shown = await tried(actor.api.users.resetPassword({ ...id, ...once() }))
          if (shown?.result === 'shown') password = shown.temporaryPassword
        }
        if (act === 'expire' && expected.ok)
          await world.asOwner(
            `update auth.credential set temporary_until = now() - interval '1 second'
            where account_id = (select account_id from auth.membership where id = $1)`,
            [user.id],
          )
        if (act === 'sign_in') {
          const signIn = world.caller({ site: 'partner' }).session.signIn({ email: user.email, password })
          const started = await tried(signIn)
          waiting = started?.awaits ? { token: started.token, isEnded: false } : undefined
        }
        let wanted: Refusal['code'] | undefined = expected.ok ? undefined : expected.refusal.code
        const gate = gates[act]
        if (gate && !may('partner', actor.roles, gate)) wanted = 'missing_permission'
        if (act === 'change_password') {
          // Only a sign-in in progress can change it; the machine allows it wherever there could be one.
          if (!waiting) continue
          if (waiting.isEnded) wanted = 'not_signed_in'
          else if (!expected.ok) wanted = 'temporary_password_over'
          const next = `violet lamp harbour ${++round}`
          const { token } = waiting
          await tried(world.caller({ token }).session.replaceTemporaryPassword({ password: next }))
          if (!refusal) password = next
          waiting = undefined
        }
        const after = await rowOf(user.id)
        const added = (await world.auditOf(user.partner.id)).slice(records.length).map(({ action }) => action)
        const step = `${act} from ${stateOf(before)}`
        // Time expires a password, so nobody is refused.
        if (act !== 'expire') expect({ step, refusal: refusal?.code }).toEqual({ step, refusal: wanted })
        const isDone = wanted === undefined
        expect(stateOf(after), step).toBe(isDone && expected.ok ? expected.value : stateOf(before))
        const own = Object.values(audited) as string[]
        expect(added.filter((action) => own.includes(action))).toEqual(
          isDone && audited[act] ? [audited[act]] : [],
        )
        // A mail's job names an account or a link, so every job counts.
        expect(await world.asOwner('select name, data from outbox')).toEqual([])
        if (waiting && isDone && (act === 'remove' || act === 'reset_password')) waiting.isEnded = true
      }
    }),
    { numRuns: 8 },
  )
})

test('§4.4 a removed user is refused with the reason, not with wrong credentials', async () => {
  const user = await givenUser()
  await user.admins[0]?.api.users.remove({ id: user.id, ...once() })
  const again = world
    .caller({ site: 'partner' })
    .session.signIn({ email: user.email, password: user.password })
  expect(await refusalFrom(again)).toEqual({ code: 'account_not_active' })
})
