import { batch } from '@entente/db/core/batch'
import type { PartnerDb } from '@entente/db/core/scopes'
import { findPartnerCard } from '@entente/db/identity/organisations'
import { findOwnPartnership } from '@entente/db/partner/partnerships'
import { findAcceptance } from '@entente/db/relationship/acceptances'
import { findReasonRule } from '@entente/db/relationship/access-records'
import { listGrantsEver, listOwnGrantsOf } from '@entente/db/relationship/admin-grants'
import { listSignatures } from '@entente/db/relationship/agreement-renewals'
import { listCustomerHistory } from '@entente/db/relationship/customer-history'
import { listLabels } from '@entente/db/relationship/customer-labels'
import { listViews } from '@entente/db/relationship/customer-views'
import { hasCustomers, listCustomers, summariseCustomers } from '@entente/db/relationship/customers'
import { customersCounter } from '@entente/db/relationship/list-changes'
import { findFormerCustomer, hasFormerCustomers } from '@entente/db/relationship/relationship-removals'
import type { Relationship } from '@entente/db/relationship/relationships'
import type { Cloud } from '@entente/domain/core/cloud'
import { type Id, idOf } from '@entente/domain/core/id'
import { may, type Permission, rolesFor } from '@entente/domain/core/permission'
import type { Role } from '@entente/domain/core/role'
import { lastSignature } from '@entente/domain/relationship/agreement-renewal'
import {
  type CustomerPermission,
  decideCustomerAccess,
  type RecordPermission,
  recordPermissions,
} from '@entente/domain/relationship/customer-access'
import { customerHistoryInput, lastOf } from '@entente/domain/relationship/customer-history'
import type { CustomerLabel } from '@entente/domain/relationship/customer-label'
import { customerListInput, sharedCustomersInput } from '@entente/domain/relationship/customer-list'
import { mayAuthorLinks } from '@entente/domain/relationship/relationship-link'
import { z } from 'zod'
import type { Context } from '../core/context.ts'
import { type PartnerSession, partnerQuery } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { ownerOf } from './customer-labels.ts'
import { atCustomerQuery } from './partner-at-customer.ts'
import { receiptOf } from './receipt.ts'

export const customers = t.router({
  /** One page of the partner's customers: those that accepted, never those that were only asked. */
  list: partnerQuery('customers.view', { from: 'replica' })
    .input(customerListInput)
    .query(({ ctx, input }) => listOf(ctx, input)),

  /**
   * All that the page of customers shows, in one transaction. The list's counter is read first: a change between the two reads
   * is then noticed.
   */
  page: partnerQuery('customers.view', { from: 'replica' })
    .input(customerListInput)
    .query(async ({ ctx, input }) => {
      const { db, session } = ctx
      const [counter, list, summary, views] = await batch([
        customersCounter(db, session.organisation.id),
        listOf(ctx, input),
        summaryOf(ctx),
        listViews(db, ownerOf(session)),
      ])
      return { counter, list, summary, views }
    }),

  /**
   * One page of the customers that the partner shares with the other side of a live partnership: of each what the
   * partner's own list says, and nothing of what the other side has there.
   */
  listShared: partnerQuery('customers.view', { from: 'replica' })
    .input(sharedCustomersInput)
    .query(async ({ ctx: { db, session, cloud, now }, input: { partnership: id, ...wish } }) => {
      const ownId = session.organisation.id
      const side = session.organisation.partnerKind === 'indirect_provider' ? 'provider' : 'reseller'
      const partnership = await findOwnPartnership(db, { side, ownId }, id)
      if (partnership?.status !== 'active') throw refused({ code: 'not_found' })
      const { id: sharedWith, legalName } = partnership.other
      const catalogue = cloud.services.map(({ id }) => id)
      const page = await listCustomers(db, ownId, { ...wish, sharedWith, catalogue, now })
      return { ...page, other: { id: sharedWith, legalName } }
    }),

  /** How many customers there are, the countries to filter them by, and whether there are former ones. */
  summary: partnerQuery('customers.view').query(({ ctx }) => summaryOf(ctx)),

  counter: partnerQuery('customers.view').query(async ({ ctx: { db, session } }) => ({
    counter: await customersCounter(db, session.organisation.id),
  })),

  /**
   * A customer's record: which privileges are there, since when all of them are frozen, who may ask for the
   * missing ones, and what happened so far.
   */
  get: atCustomerQuery('customers.view').query(
    async ({ ctx: { db, session, cloud, customer }, input: { id } }) => {
      const partnerId = session.organisation.id
      const { relationship, grants } = customer
      const { customerId, since } = relationship
      const accessTo = (permission: CustomerPermission, service?: string) =>
        accessFor(decideCustomerAccess({ ...customer, permission, service, roles: session.roles }))
      const ever = await listGrantsEver(db, partnerId, customerId)
      const partner = await findPartnerCard(db, partnerId)
      const former = relationship.removalId ? await findFormerCustomer(db, partnerId, id) : undefined
      const signed = lastSignature(await listSignatures(db, customerId))
      return {
        id,
        account: {
          name: relationship.customerName,
          ...((await listLabels(db, partnerId, [id])).get(id) ?? noLabel),
          nameState: 'stated_by_customer' as const,
          customerId,
          domain: relationship.customerDomain,
          domainState: relationship.customerDomain ? ('confirmed_by_email' as const) : ('none' as const),
          country: relationship.customerCountry,
          since,
          origin: relationship.origin,
          agreement: signed ? { name: signed.name, version: signed.version, acceptedAt: signed.at } : null,
        },
        /** Set once the partner removed the relationship: the record is then read-only (U-20). */
        removed: former ? { at: former.removedAt, by: former.removedBy } : null,
        privilegesFrozenAt: partner?.privilegesFrozenAt ?? null,
        services: cloud.services.map(({ id: service, name }) => {
          const use = grants.find((grant) => grant.service === service)?.use ?? 'ended'
          const state = ({ usable: 'granted', frozen: 'frozen', ended: 'not_granted' } as const)[use]
          return {
            service,
            name,
            state,
            ...lastOf(service, ever),
            ...accessTo('customer_services.open', service),
          }
        }),
        /** Whether the customer asks why its privileges are used. */
        reason: await findReasonRule(db, customerId),
        /** What the person may do here, and what is missing where they may not. */
        acts: Object.fromEntries(
          recordPermissions.map((permission) => [permission, accessTo(permission)]),
        ) as Record<RecordPermission, Access>,
        mayLabel: may('partner', session.roles, 'customers.label'),
        ask:
          partner && !former && mayAuthorLinks(cloud, partner.kind).ok ? askers(cloud, session.roles) : null,
        /** The newest events; `history` goes on from them. */
        history: await historyAt({ db, session }, relationship, { limit: 10 }),
      }
    },
  ),

  /** What happened between the partner and a customer, page by page, also after the end (U13). */
  history: atCustomerQuery('customers.view')
    .input(customerHistoryInput)
    .query(async ({ ctx, input }) => {
      const { relationship } = ctx.customer
      return {
        id: relationship.id,
        customer: relationship.customerName,
        services: ctx.cloud.services,
        ...(await historyAt(ctx, relationship, input)),
      }
    }),

  /** What an acceptance said when it was given: the partner's copy of the customer's receipt. */
  receipt: atCustomerQuery('customers.view')
    .input(z.object({ acceptance: idOf<'acceptance'>() }))
    .query(async ({ ctx: { db, cloud, customer }, input: { acceptance } }) => {
      const { id, customerId, customerName } = customer.relationship
      const found = await findAcceptance(db, acceptance)
      if (found?.customerId !== customerId) throw refused({ code: 'not_found' })
      return {
        id,
        customer: customerName,
        ...(await receiptOf(db, cloud, found, await listOwnGrantsOf(db, acceptance))),
      }
    }),
})

/** Requests are for those who may read the log. */
const historyAt = (
  { db, session }: { db: PartnerDb; session: PartnerSession },
  relationship: Relationship,
  wish: { cursor?: string | undefined; limit: number },
) =>
  listCustomerHistory(db, relationship, {
    ...wish,
    hasRequests: may('partner', session.roles, 'relationship_request.view_log'),
  })

type Access = {
  access: 'allowed' | 'missing_permission' | 'not_granted' | 'frozen' | 'removed'
  /** Who may instead, where the person lacks the role. */
  roles: readonly Role[]
}

const closed = {
  not_found: 'removed',
  not_granted: 'not_granted',
  privileges_frozen: 'frozen',
} as const

/** Whether a person may do it here and, if not, what is missing (R-001, U-22). */
function accessFor(decision: ReturnType<typeof decideCustomerAccess>): Access {
  if (decision.ok) return { access: 'allowed', roles: [] }
  const { refusal } = decision
  if (refusal.code === 'missing_permission') return { access: refusal.code, roles: refusal.roles }
  return { access: closed[refusal.code], roles: [] }
}

/** Who may ask a customer for privileges: those who can hand out a link that asks for them (D-06). */
function askers(cloud: Cloud, roles: readonly Role[]) {
  const permissions: Permission[] = ['relationship_request.prepare']
  if (cloud.requests.privilegesChoice) permissions.push('relationship_request.include_privileges')
  return {
    isAllowed: permissions.every((permission) => may('partner', roles, permission)),
    roles: rolesFor(permissions.at(-1) as Permission),
  }
}

const noLabel: CustomerLabel = { alias: null, tags: [] }

const frozenSince = async (db: PartnerDb, partnerId: Id<'organisation'>): Promise<Date | null> =>
  (await findPartnerCard(db, partnerId))?.privilegesFrozenAt ?? null

type Reader = Pick<Context, 'cloud' | 'now'> & { db: PartnerDb; session: PartnerSession }

async function listOf({ db, session, cloud, now }: Reader, input: z.infer<typeof customerListInput>) {
  const partnerId = session.organisation.id
  const catalogue = cloud.services.map(({ id }) => id)
  const [page, privilegesFrozenAt] = await batch([
    listCustomers(db, partnerId, { ...input, catalogue, now }),
    frozenSince(db, partnerId),
  ])
  const hasAny = page.customers.length > 0 || (await hasCustomers(db, partnerId))
  return { ...page, hasAny, privilegesFrozenAt }
}

async function summaryOf({ db, session }: Reader) {
  const [summary, hasFormer] = await batch([
    summariseCustomers(db, session.organisation.id),
    hasFormerCustomers(db, session.organisation.id),
  ])
  return { ...summary, hasFormer }
}
