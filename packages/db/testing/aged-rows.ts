import type { Id } from '@entente/domain/core/id'
import { v7 } from 'uuid'
import { sealAudit } from '../src/audit/audit-seals.ts'
import { verifyChain } from '../src/audit/audit-verify.ts'
import { digestOf } from '../src/core/audit.ts'
import { newId } from '../src/core/new-id.ts'
import { asSealer } from '../src/core/scopes.ts'
import { givenCustomer, givenPartner } from './fixtures.ts'
import type { TestDatabase } from './index.ts'
import { insertRow } from './tables.ts'

export type AgedRows = Awaited<ReturnType<typeof agedRows>>

/** Creates a partner, its customer and what inserts rows of any age beside them, past every policy. */
export async function agedRows(database: TestDatabase) {
  const partner = await givenPartner(database.api)
  const customer = await givenCustomer(database.api)
  // A day in the past, so that what is due now is also due by the database's own clock.
  const now = new Date(Date.now() - 86_400_000)
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
  const hoursAgo = (hours: number) => daysAgo(hours / 24)
  function monthsAgo(months: number, days = 0): Date {
    const date = new Date(now)
    date.setUTCMonth(date.getUTCMonth() - months)
    return new Date(date.getTime() - days * 86_400_000)
  }

  const insert = (table: string, row: Record<string, unknown>) => insertRow(database, table, row)

  const given = {
    session: (expires_at: Date, ended_at: Date | null = null, id = newId()) =>
      insert('auth.session', {
        ...{ id, token_hash: Buffer.from(id), account_id: partner.person.id },
        ...{
          membership_id: partner.person.membershipId,
          created_at: expires_at,
          authenticated_at: expires_at,
        },
        ...{ seen_at: expires_at, expires_at, ended_at, device: 'Firefox' },
      }),
    link: (kind: string, created_at: Date, expires_at: Date, consumed_at: Date | null = null) =>
      insert('auth.one_time_link', {
        // An address has one pending sign-up of a kind.
        ...{ id: newId(), kind, kid: 'k1', details: { email: `ada-${newId()}@contoso.example` } },
        ...{ created_at, expires_at, consumed_at },
      }),
    mail: async (rendered_at: Date, status: string, job?: Record<string, Date | null>) => {
      const id = newId()
      await insert('mail_delivery', {
        ...{ id, kind: 'x', message_id: id, sender: 'x', recipient: 'ada@contoso.example', subject: 'x' },
        ...{ body_text: 'Hello', body_html: 'Hello', status, rendered_at },
        sent_at: status === 'sent' ? rendered_at : null,
      })
      if (job) await insert('outbox', { id, name: 'mail.x', data: '{}', created_at: rendered_at, ...job })
      return id
    },
    operatorRequest: (expires_at: Date, changes: Record<string, unknown> = {}) =>
      insert('operator_request', {
        ...{ id: newId(), kind: 'reset_second_factor', target_id: partner.person.id, reason: 'x' },
        ...{ asked_by: partner.person.id, asked_at: now, expires_at, ...changes },
      }),
    outbox: (relayed_at: Date | null, failed_at: Date | null = null) =>
      insert('outbox', {
        id: newId(),
        name: 'x',
        data: '{}',
        created_at: daysAgo(60),
        relayed_at,
        failed_at,
      }),
    request: async (created_at: Date, changes: Record<string, unknown> = {}) => {
      const id = v7({ msecs: created_at.getTime() })
      await insert('relationship_request', {
        ...{
          id,
          partner_id: partner.id,
          link_id: partner.links.plain,
          kind: 'sent',
          subject: 'x',
          body: 'x',
        },
        ...{ author_id: partner.person.id, author_name: partner.person.name, language: 'en' },
        ...{ with_privileges: false, created_at, ...changes },
      })
      return id
    },
    access: (at: Date, changes: Record<string, unknown> = {}) =>
      insert('access_record', {
        ...{ id: newId(), customer_id: customer.id, partner_id: partner.id, account_id: partner.person.id },
        ...{ account_name: 'x', act: 'customer_services.open', service: 'azure', at, ...changes },
      }),
    recipient: async (request_id: string, changes: Record<string, unknown> = {}) => {
      const id = newId()
      const row = { id, partner_id: partner.id, request_id, address: 'ada@contoso.example', status: 'sent' }
      await insert('request_recipient', { ...row, status_at: now, ...changes })
      return id
    },
    audit: (
      organisation_id: string,
      occurred_at: Date,
      payload: object = { a: 1 },
      actor: string | null = null,
    ) =>
      insert('audit_record', {
        ...{
          id: v7({ msecs: occurred_at.getTime() }),
          organisation_id,
          request_id: newId(),
          actor_id: actor,
        },
        ...{ actor_roles: [], action: 'x', payload, payload_digest: digestOf(payload), occurred_at },
      }),
  }

  const relationshipId = newId<'relationship'>()
  await insert('relationship', {
    ...{
      id: relationshipId,
      customer_id: customer.id,
      partner_id: partner.id,
      status: 'active',
      origin: 'acceptance',
    },
    ...{ since: now, customer_name: 'x', customer_country: 'DE', sort_key: 'x', change_id: newId() },
  })

  const seal = () => asSealer(database.worker, (db) => sealAudit(db, { limit: 1000 }, new Date()))
  const verify = (organisationId: Id<'organisation'>) =>
    asSealer(database.worker, (db) => verifyChain(db, organisationId))
  return { partner, customer, relationshipId, now, daysAgo, hoursAgo, monthsAgo, insert, given, seal, verify }
}
