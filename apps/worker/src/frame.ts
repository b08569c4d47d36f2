import type { Database } from '@entente/db/core/database'
import { findOperatorContact } from '@entente/db/core/instance-settings'
import { asRelay } from '@entente/db/core/scopes'
import type { OperatorContact } from '@entente/domain/operator/instance-setting'
import { type Frame, frameFor } from '@entente/mail/layout'
import type { Tools } from './handler.ts'

// A transaction for each mail would be most of its cost.
const knownForMs = 10_000
const known = new WeakMap<Database, { operator: Promise<OperatorContact | undefined>; readAt: number }>()

/**
 * What the foot of every mail says. A contact that operators save in the console is used within ten seconds. Mails that want it
 * at the same time wait for the same answer.
 */
export async function frameOf({ database, cloud, operator, clock }: Tools): Promise<Frame> {
  const now = clock().getTime()
  const last = known.get(database)
  const isFresh = last !== undefined && Math.abs(now - last.readAt) < knownForMs
  const read = isFresh ? last : { operator: asRelay(database, findOperatorContact), readAt: now }
  known.set(database, read)
  try {
    return frameFor(cloud, (await read.operator) ?? operator)
  } catch (error) {
    if (known.get(database) === read) known.delete(database)
    throw error
  }
}
