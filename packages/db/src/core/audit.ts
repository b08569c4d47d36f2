import { hash } from 'node:crypto'
import type { Actor } from '@entente/domain/core/actor'
import type { AuditAction } from '@entente/domain/core/audit-action'
import type { Id } from '@entente/domain/core/id'
import { sendBehind } from './batch.ts'
import { newId } from './new-id.ts'
import type { CustomerDb, Scoped } from './scopes.ts'
import { insertOf } from './statement.ts'

/** The chain of the instance itself: acts that concern no tenant, such as a failed sign-in to an unknown account. */
export const instanceChain = '00000000-0000-0000-0000-000000000000' as Id<'organisation'>

export type AuditEntry = {
  /** The tenant whose record this is; it holds only what that tenant may know. */
  organisationId: Id<'organisation'>
  action: AuditAction
  payload: Record<string, unknown>
}

/** Who acts, and in which request or run. */
export type AuditActor = Actor & { requestId: string }

/** Appends audit records, unchained, behind the caller's writes; the sealer chains them within seconds. */
export async function insertAudit(
  db: Scoped<'partner' | 'customer' | 'delegate' | 'auth' | 'keeper' | 'operator' | 'rekeyer'>,
  actor: AuditActor,
  entries: AuditEntry[],
  now: Date,
): Promise<void> {
  const { actorId, actorRoles } = columnsOf(actor)
  const records = entries.map(({ organisationId, action, payload }) => ({
    id: newId(),
    organisationId,
    action,
    payload: JSON.stringify(payload),
    payloadDigest: digestOf(payload),
  }))
  const act = { requestId: actor.requestId, actorKind: actor.kind, actorId, actorRoles: [...actorRoles] }
  await sendBehind(db, insertRecords(records, { ...act, occurredAt: now }))
}

const insertRecords = insertOf(
  'auditRecord',
  ['id', 'organisationId', 'action', 'payload', 'payloadDigest'],
  ['requestId', 'actorKind', 'actorId', 'actorRoles', 'occurredAt'],
)

/** Whether the tenant's chain has a record of this action from this request. */
export async function hasAuditRecord(
  db: CustomerDb,
  {
    organisationId,
    action,
    requestId,
  }: Pick<AuditEntry, 'organisationId' | 'action'> & { requestId: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('auditRecord')
    .select('id')
    .where('organisationId', '=', organisationId)
    .where('requestId', '=', requestId)
    .where('action', '=', action)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The columns that say who acted; `actor_kind` says what the id is the id of. */
function columnsOf(actor: Actor) {
  if (actor.kind === 'person') return { actorId: actor.accountId, actorRoles: actor.roles }
  if (actor.kind === 'application') return { actorId: actor.applicationId, actorRoles: actor.roles }
  return { actorId: null, actorRoles: [] }
}

/** The digest that the chain covers, so that erasure may blank a payload and the chain still verifies. */
export const digestOf = (payload: unknown): Buffer => hash('sha256', canonical(payload), 'buffer')

// PostgreSQL's jsonb orders keys its own way, so the digest is taken over a form with sorted keys.
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value instanceof Date) return JSON.stringify(value)
  if (value !== null && typeof value === 'object') {
    // Safe: it is an object, whose own keys these are.
    const fields = value as Record<string, unknown>
    const keys = Object.keys(fields).filter((key) => fields[key] !== undefined)
    return `{${keys
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(fields[key])}`)
      .join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}
