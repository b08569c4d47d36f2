import type { Id } from '@entente/domain/core/id'
import type { RenegotiationStatus, Side } from '@entente/domain/relationship/renegotiation'
import { sql } from 'kysely'
import type { Scoped } from '../core/scopes.ts'

type Db = Scoped<'customer' | 'partner'>

export type RenegotiationRow = {
  id: Id<'renegotiation'>
  relationshipId: Id<'relationship'>
  customerId: Id<'organisation'>
  partnerId: Id<'organisation'>
  text: string
  statedBy: Side
  statedAt: Date
  status: RenegotiationStatus
  answeredAt: Date | null
}

const renegotiations = (db: Db) =>
  db
    .selectFrom('renegotiation')
    .select(['id', 'relationshipId', 'customerId', 'partnerId', 'text', 'statedAt', 'answeredAt'])
    .select((eb) => [
      // Check constraints limit both to these values.
      eb.ref('statedBy').$castTo<Side>().as('statedBy'),
      eb.ref('status').$castTo<RenegotiationStatus>().as('status'),
    ])

/** The newest statement about a relationship. */
export const findLatestRenegotiation = (
  db: Db,
  relationshipId: Id<'relationship'>,
): Promise<RenegotiationRow | undefined> =>
  renegotiations(db)
    .where('relationshipId', '=', relationshipId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

/** One about a relationship. */
export const findRenegotiation = (
  db: Db,
  { id, relationshipId }: Pick<RenegotiationRow, 'id' | 'relationshipId'>,
): Promise<RenegotiationRow | undefined> =>
  renegotiations(db).where('id', '=', id).where('relationshipId', '=', relationshipId).executeTakeFirst()

/** One of this tenant. */
export const findRenegotiationById = (
  db: Db,
  id: Id<'renegotiation'>,
): Promise<RenegotiationRow | undefined> => renegotiations(db).where('id', '=', id).executeTakeFirst()

/** Locks one that is open: of two answers at once, the second sees the first. */
export const lockRenegotiation = (db: Db, id: Id<'renegotiation'>): Promise<RenegotiationRow | undefined> =>
  renegotiations(db).where('id', '=', id).forUpdate().executeTakeFirst()

const personOf = (side: Side, person: Id<'account'>) =>
  side === 'partner' ? { partnerPerson: person } : { customerPerson: person }

/** Returns false when a statement of the other side came first. */
export async function insertRenegotiation(
  db: Db,
  row: Omit<RenegotiationRow, 'status' | 'answeredAt'>,
  person: Id<'account'>,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('renegotiation')
    .values({ ...row, ...personOf(row.statedBy, person), status: 'stated' })
    // A constant, not a parameter: only then PostgreSQL finds the index in every plan.
    .onConflict((conflict) =>
      conflict.column('relationshipId').where(sql<boolean>`status = 'stated'`).doNothing(),
    )
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

export const saveRenegotiation = (
  db: Db,
  id: Id<'renegotiation'>,
  answer: { status: RenegotiationStatus; answeredAt: Date },
  by: { side: Side; person: Id<'account'> },
): Promise<unknown> =>
  db
    .updateTable('renegotiation')
    // Who stated it stays; the audit says who withdrew it.
    .set({ ...answer, ...(answer.status !== 'withdrawn' && personOf(by.side, by.person)) })
    .where('id', '=', id)
    .execute()
