import type { Id } from '@entente/domain/core/id'
import type { RelationshipStep } from '@entente/domain/relationship/relationship'
import type { PartyRole } from '@entente/domain/relationship/relationship-link'
import type { Kysely } from 'kysely'
import { sendBehind } from '../core/batch.ts'
import type { DB } from '../core/schema.gen.ts'
import type { CustomerDb, Scoped } from '../core/scopes.ts'
import { insertOf, type Places, statement } from '../core/statement.ts'

/** A party of an acceptance, and what the acceptance did to the customer's relationship with it. */
export type AcceptedParty = {
  partnerId: Id<'organisation'>
  role: PartyRole
  change: RelationshipStep['change']
}

/** A customer's press on **Authorize** that changed something, and the agreement that it accepted. */
export type AcceptanceRow = {
  id: Id<'acceptance'>
  customerId: Id<'organisation'>
  /** The link's partner, then the provider of a joint link. */
  parties: AcceptedParty[]
  agreement: string
  version: string
  acceptedAt: Date
  /** In which it was read and accepted. */
  language: string
}

export function insertAcceptance(
  db: CustomerDb,
  {
    parties,
    ...acceptance
  }: Omit<AcceptanceRow, 'acceptedAt'> & { linkId: Id<'link'>; acceptedBy: Id<'account'> },
  now: Date,
): Promise<unknown> {
  const reseller = parties.find(({ role }) => role === 'reseller')
  if (!reseller) throw new Error(`The acceptance ${acceptance.id} has no reseller.`)
  const provider = parties.find(({ role }) => role === 'provider')
  return sendBehind(
    db,
    insertRows([
      {
        ...{ ...acceptance, acceptedAt: now, partnerId: reseller.partnerId, change: reseller.change },
        ...{ providerId: provider?.partnerId ?? null, providerChange: provider?.change ?? null },
      },
    ]),
  )
}

const insertRows = insertOf('acceptance', [
  ...([
    'id',
    'customerId',
    'linkId',
    'language',
    'agreement',
    'version',
    'acceptedBy',
    'acceptedAt',
  ] as const),
  ...(['partnerId', 'change', 'providerId', 'providerChange'] as const),
])

// Check constraints limit both columns to these values.
type Change = RelationshipStep['change']
const acceptances = (db: Kysely<DB>) =>
  db
    .selectFrom('acceptance')
    .select(['id', 'customerId', 'partnerId', 'change', 'providerId', 'providerChange'])
    .select(['agreement', 'version', 'acceptedAt', 'language'])
    .$narrowType<{ change: Change; providerChange: Change | null }>()

type Read = Awaited<ReturnType<ReturnType<typeof acceptances>['executeTakeFirstOrThrow']>>
const toAcceptance = ({ partnerId, change, providerId, providerChange, ...row }: Read): AcceptanceRow => ({
  ...row,
  parties: [
    { partnerId, role: 'reseller', change },
    ...(providerId && providerChange
      ? [{ partnerId: providerId, role: 'provider' as const, change: providerChange }]
      : []),
  ],
})

/** An acceptance of this tenant. */
export async function findAcceptance(
  db: Scoped<'customer' | 'partner'>,
  id: Id<'acceptance'>,
): Promise<AcceptanceRow | undefined> {
  const [row] = (await db.executeQuery(acceptance({ id }))).rows
  return row && toAcceptance(row)
}

const acceptance = statement((db, { id }: Places<{ id: Id<'acceptance'> }>) =>
  acceptances(db).where('id', '=', id),
)

/** The customer's acceptances that the scope shows, newest first. */
export async function listAcceptances(
  db: Scoped<'customer' | 'partner'>,
  customerId: Id<'organisation'>,
): Promise<AcceptanceRow[]> {
  const ofCustomer = acceptances(db).where('customerId', '=', customerId)
  return (await ofCustomer.orderBy('acceptedAt', 'desc').orderBy('id', 'desc').execute()).map(toAcceptance)
}

/** With which partners the customer has signed this version of an agreement. */
export async function listSignedWith(
  db: CustomerDb,
  customerId: Id<'organisation'>,
  { name, version }: { name: string; version: string },
): Promise<Id<'organisation'>[]> {
  const rows = await db
    .selectFrom('acceptance')
    .select(['partnerId', 'providerId'])
    .where('customerId', '=', customerId)
    .where('agreement', '=', name)
    .where('version', '=', version)
    .execute()
  return rows.flatMap(({ partnerId, providerId }) => (providerId ? [partnerId, providerId] : partnerId))
}

/** The customer's last acceptance in which this partner was a party. */
export async function findLastAcceptance(
  db: CustomerDb,
  customerId: Id<'organisation'>,
  partnerId: Id<'organisation'>,
): Promise<AcceptanceRow | undefined> {
  const row = await acceptances(db)
    .where('customerId', '=', customerId)
    .where((eb) => eb.or([eb('partnerId', '=', partnerId), eb('providerId', '=', partnerId)]))
    .orderBy('acceptedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toAcceptance(row)
}

/** The address of the person who accepted; null once the account is erased. */
export async function findAcceptingAddress(db: CustomerDb, id: Id<'acceptance'>): Promise<string | null> {
  const [row] = (await db.executeQuery(acceptingAddress({ id }))).rows
  return row?.email ?? null
}

const acceptingAddress = statement((db, { id }: Places<{ id: Id<'acceptance'> }>) =>
  db
    .selectFrom('acceptance')
    .innerJoin('auth.account', 'auth.account.id', 'acceptance.acceptedBy')
    .select('auth.account.email')
    .where('acceptance.id', '=', id),
)

/** The name of the person who accepted; null once the account is erased. */
export async function findAcceptingPerson(db: CustomerDb, id: Id<'acceptance'>): Promise<string | null> {
  const row = await db
    .selectFrom('acceptance')
    .innerJoin('auth.account', 'auth.account.id', 'acceptance.acceptedBy')
    .select('auth.account.name')
    .where('acceptance.id', '=', id)
    .executeTakeFirst()
  return row?.name || null
}
