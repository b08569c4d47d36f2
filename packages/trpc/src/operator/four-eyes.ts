import { insertAudit, instanceChain } from '@entente/db/core/audit'
import { saveFourEyes } from '@entente/db/core/instance-settings'
import { actorOf } from '../core/gates.ts'
import type { ActContext } from './asked-act.ts'

/** Sets whether ending a partner needs a second operator. */
export async function setFourEyes(ctx: ActContext, isOn: boolean, reason: string): Promise<void> {
  if (!(await saveFourEyes(ctx.db, isOn))) return
  const entry = {
    organisationId: instanceChain,
    action: 'instance.four_eyes_set' as const,
    payload: { isOn, reason },
  }
  await insertAudit(ctx.db, actorOf(ctx), [entry], ctx.now)
}
