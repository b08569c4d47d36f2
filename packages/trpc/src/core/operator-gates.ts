import { asOperator, type OperatorDb } from '@entente/db/core/scopes'
import type { Session } from '@entente/db/identity/sessions'
import type { Permission } from '@entente/domain/core/permission'
import type { Context } from './context.ts'
import { actorOf, permitted } from './gates.ts'
import { read } from './read.ts'
import { type QueryOptions, readingFrom } from './reading-from.ts'
import { type WriteOptions, write } from './write.ts'

export type OperatorSession = Session & { audience: 'operator' }

const inOperatorScope =
  (options: QueryOptions = {}) =>
  <T>(
    ctx: Pick<Context, 'database'> & { session: OperatorSession },
    _input: unknown,
    work: (db: OperatorDb) => Promise<T>,
  ): Promise<T> =>
    readingFrom(options, ctx, (database) => asOperator(database, ctx.session.account.id, work))

/** A read by an operator. Policies decide which rows it sees; it never acts as a partner or customer (§5.4). */
export const operatorQuery = (permission: Permission, options: QueryOptions = {}) =>
  read(permitted<OperatorSession>('operator', permission), inOperatorScope(options))

/** A write by an operator, at most once per idempotency key. */
export const operatorMutation = <const Secret extends string = never>(
  permission: Permission,
  options?: WriteOptions<Secret>,
) =>
  write({
    gate: permitted<OperatorSession>('operator', permission),
    declared: { audience: 'operator', permission },
    options,
    actor: actorOf,
    open: inOperatorScope(),
  })
