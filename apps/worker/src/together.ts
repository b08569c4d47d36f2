import { batch } from '@entente/db/core/batch'
import type { Database } from '@entente/db/core/database'
import { asTenant, type ReadAs, readTogether, type Scoped, type Tenant } from '@entente/db/core/scopes'
import { batched, forMoment, forTurn } from '@entente/queue/batched'
import type { Tools } from './handler.ts'

// A transaction keeps one processor of the database busy; more would leave the others idle.
const sharedMax = 16

type Of<A extends 'partner' | 'customer'> = Pick<Tenant<A>, 'organisationId' | 'audience'>
type Act = { tenant: Of<'partner'>; work: (db: Scoped<'partner'>) => Promise<void> }

function openTogether(database: Database) {
  return {
    read: batched(
      (reads: ((readAs: ReadAs) => Promise<unknown>)[]) =>
        readTogether(database, (readAs) => batch(reads.map((read) => read(readAs)))),
      { gather: forMoment, most: sharedMax },
    ),
    act: batched(
      async (acts: Act[]) => {
        const byTenant = Map.groupBy(acts, ({ tenant }) => tenant.organisationId)
        await Promise.all(
          [...byTenant].map(([organisationId, own]) =>
            asTenant(database, { organisationId, audience: 'partner', personId: null }, (db) =>
              batch(own.map(({ work }) => work(db))),
            ),
          ),
        )
        return acts.map(() => undefined)
      },
      { gather: forTurn, most: sharedMax },
    ),
  }
}

const opened = new WeakMap<Database, ReturnType<typeof openTogether>>()

function together({ database }: Pick<Tools, 'database'>) {
  const known = opened.get(database) ?? openTogether(database)
  opened.set(database, known)
  return known
}

/**
 * Reads of a tenant what a job needs. Jobs that read at the same time share a transaction, in which each has its own tenant's
 * scope.
 */
export const readTenant = <A extends 'partner' | 'customer', T>(
  tools: Pick<Tools, 'database'>,
  tenant: Of<A>,
  read: (db: Scoped<A>) => Promise<T>,
): Promise<T> => together(tools).read((readAs) => readAs(tenant, read)) as Promise<T>

/**
 * Acts for a partner in a transaction that other jobs of the same partner may share. When one of them fails, none has done
 * anything and each acts again in a transaction of its own, so `work` must not keep anything of its first run.
 */
export const actForPartner = (
  tools: Pick<Tools, 'database'>,
  organisationId: Of<'partner'>['organisationId'],
  work: Act['work'],
): Promise<void> => together(tools).act({ tenant: { organisationId, audience: 'partner' }, work })
