import { type AuditEntry, insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import { asAuth, type Scoped } from '@entente/db/core/scopes'
import { consumeOneTimeLink, insertOneTimeLink } from '@entente/db/identity/one-time-links'
import { findOrganisationName, lockCustomer } from '@entente/db/identity/organisations'
import {
  confirmSecurityContact,
  endSecurityContacts,
  findSecurityContact,
  insertSecurityContact,
  listSecurityContacts,
  lockSecurityContacts,
} from '@entente/db/identity/security-contacts'
import type { Id } from '@entente/domain/core/id'
import {
  advanceSecurityContacts,
  nameSecurityContactInput,
  type SecurityContactPlan,
  securityContactDays,
} from '@entente/domain/identity/security-contact'
import { enqueue } from '@entente/queue/enqueue'
import { z } from 'zod'
import type { Context } from '../core/context.ts'
import { actorOf, customerMutation, customerQuery, publicProcedure, visitorMutation } from '../core/gates.ts'
import { refuseWait } from '../core/guess.ts'
import { limitGuessing } from '../core/limit-guessing.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { genuineOneTimeLink, newOneTimeLink } from './one-time-link.ts'

const byToken = z.object({ token: z.string().max(20_000) })

/** The address that is told of a customer's grants and freezes besides those who decide. */
export const securityContact = t.router({
  get: customerQuery('people.manage').query(async ({ ctx: { db, session, now } }) => {
    const contacts = await listSecurityContacts(db, session.organisation.id)
    const asked = contacts.find(({ state }) => state === 'asked')
    return {
      email: contacts.find(({ state }) => state === 'confirmed')?.email ?? null,
      asked: asked && {
        email: asked.email,
        until: asked.openUntil,
        isExpired: asked.openUntil !== null && asked.openUntil <= now,
      },
    }
  }),

  /** Names an address: a mail asks its mailbox. Until that confirms, the present contact goes on. */
  name: customerMutation('people.manage', { fresh: true })
    .input(nameSecurityContactInput)
    .prepare(async ({ ctx: { limits, session } }) =>
      refuseWait(await limits.count('securityContactOfCustomer', session.organisation.id)),
    )
    .mutation(async ({ ctx, input: { email } }) => {
      const { db, session, now } = ctx
      // Locks the customer's row first: of two presses, the second ends the first one's address.
      const { id: customerId } = await lockCustomer(db, session.organisation.id)
      const contacts = await lockSecurityContacts(db, customerId)
      const plan = settled(advanceSecurityContacts(contacts, { act: 'name', email }, now))
      await endSecurityContacts(db, plan, now)
      if (!plan.asks) return {}
      const id = newId<'security_contact'>()
      const named = { id, customerId, ...plan.asks, locale: session.account.locale }
      await insertSecurityContact(db, { ...named, askedBy: session.account.id, askedAt: now })
      const link = newOneTimeLink(ctx, securityContactDays * 86_400_000)
      const details = { securityContactId: id }
      await insertOneTimeLink(db, { ...link, kind: 'security_contact', organisationId: customerId, details })
      await record(ctx, customerId, { action: 'security_contact.named', payload: { email } })
      await enqueue(db, [{ name: 'mail.security-contact-asked', data: { customerId, linkId: link.id } }], now)
      return {}
    }),

  remove: customerMutation('people.manage', { fresh: true }).mutation(async ({ ctx }) => {
    const { db, session, now } = ctx
    const { id: customerId } = await lockCustomer(db, session.organisation.id)
    const contacts = await lockSecurityContacts(db, customerId)
    const plan = settled(advanceSecurityContacts(contacts, { act: 'remove' }, now))
    await endSecurityContacts(db, plan, now)
    const emails = plan.ends.map(({ email }) => email)
    await record(ctx, customerId, { action: 'security_contact.removed', payload: { emails } })
    await tellFormer(ctx, customerId, plan)
    return {}
  }),

  /** What the page of the mailed link shows. Opening it changes nothing, however often a mail scanner does (S7). */
  status: publicProcedure
    .use(limitGuessing)
    .input(byToken)
    .query(async ({ ctx, input }) => {
      const { link, isOpen } = await genuineOneTimeLink(ctx, 'security_contact', input.token)
      const [contact, organisation] = await asAuth(ctx.database, null, async (db) => [
        await findSecurityContact(db, link.details.securityContactId),
        await findOrganisationName(db, link.organisationId),
      ])
      const isConfirmed = contact?.state === 'confirmed'
      if (!contact || (!isConfirmed && !(isOpen && contact.state === 'asked')))
        throw refused({ code: 'one_time_link_spent' })
      return { email: contact.email, organisation: organisation ?? '', isConfirmed }
    }),

  /** The mailbox confirms. The same press again changes nothing. */
  confirm: visitorMutation
    .use(limitGuessing)
    .input(byToken)
    .prepare(({ ctx, input }) => genuineOneTimeLink(ctx, 'security_contact', input.token))
    .mutation(async ({ ctx, prepared: { link } }) => {
      const { db, now } = ctx
      const { organisationId: customerId, details } = link
      const contacts = await lockSecurityContacts(db, customerId)
      const act = { act: 'confirm' as const, id: details.securityContactId }
      const plan = settled(advanceSecurityContacts(contacts, act, now))
      if (!plan.confirms) return {}
      if (!(await consumeOneTimeLink(db, link, now))) throw refused({ code: 'one_time_link_spent' })
      await endSecurityContacts(db, plan, now)
      await confirmSecurityContact(db, plan.confirms.id, now)
      const { email } = plan.confirms
      await record(ctx, customerId, { action: 'security_contact.confirmed', payload: { email } })
      await tellFormer(ctx, customerId, plan)
      return {}
    }),
})

type Ctx = Context & { db: Scoped<'customer' | 'auth'> }

const record = (ctx: Ctx, organisationId: Id<'organisation'>, entry: Omit<AuditEntry, 'organisationId'>) =>
  insertAudit(ctx.db, actorOf(ctx), [{ organisationId, ...entry }], ctx.now)

/** An address that was told until now learns that it is not any more. */
async function tellFormer(
  { db, now }: Ctx,
  customerId: Id<'organisation'>,
  { ends }: SecurityContactPlan,
): Promise<void> {
  const former = ends.filter(({ state }) => state === 'confirmed')
  const mails = former.map(({ id: contactId }) => ({
    name: 'mail.security-contact-ended' as const,
    data: { customerId, contactId },
  }))
  await enqueue(db, mails, now)
}
