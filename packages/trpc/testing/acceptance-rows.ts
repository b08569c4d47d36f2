import { grantAll, type World } from './index.ts'

/** How many rows of each kind the acceptances of one customer left. */
export async function acceptanceRows({ asOwner }: World, customerId: string) {
  const [row] = await asOwner<Record<string, number>>(
    `select (select count(*)::int from relationship where customer_id = $1) as relationships,
      (select count(*)::int from admin_grant where customer_id = $1 and ended_at is null) as grants,
      (select count(*)::int from acceptance where customer_id = $1) as agreements,
      (select count(*)::int from audit_record where payload ->> 'customerId' = $2) as records,
      (select count(*)::int from outbox where data ->> 'customerId' = $2 or data ->> 'relationshipId' in
        (select id::text from relationship where customer_id = $1)) as jobs`,
    [customerId, customerId],
  )
  return row
}

export const noAcceptance = { relationships: 0, grants: 0, agreements: 0, records: 0, jobs: 0 }
export const oneAcceptance = { relationships: 1, grants: grantAll.length, agreements: 1, records: 2, jobs: 3 }
