import { unseal } from '@entente/auth/sealed'
import { asTenant, type Scoped } from '@entente/db/core/scopes'
import {
  findNextOfSubject,
  findProvisioning,
  isBehindAnother,
  lockProvisioning,
  type ProvisioningRow,
  provisionJob,
  saveProvisioning,
} from '@entente/db/customer/provisioning'
import {
  advanceProvisioning,
  type ProvisionerAnswer,
  type ProvisioningOutcome,
} from '@entente/domain/customer/provisioning'
import { enqueue } from '@entente/queue/enqueue'
import type { JobData } from '@entente/queue/jobs'
import { UnrecoverableError } from 'bullmq'
import type { Handler, Tools } from '../handler.ts'
import type { Kind } from '../provisioning/kind.ts'
import { kinds } from '../provisioning/kinds.ts'

type Data = JobData<'customer.provision'>

/**
 * Asks the provisioner once, and saves what it said: an outcome with what it changes, or when it is asked again. A run that
 * is killed is started again and asks with the same key.
 */
export const customerProvision: Handler<'customer.provision'> = (tools, data) => provision(tools, data)

export async function provision(tools: Tools, data: Data, known = kinds): Promise<void> {
  const row = await readyRow(tools, data)
  if (!row) return
  const kind = known[row.kind]
  if (!kind) throw new UnrecoverableError(`There is no kind "${row.kind}".`)
  const answer = await ask(tools, row)
  await saveAnswer(tools, data, kind, answer)
}

/** The row, if it is this job's turn. */
const readyRow = ({ database }: Tools, { customerId, provisioningId, attempt }: Data) =>
  // The customer sees the wishes of all its partners about one subject.
  asTenant(database, { organisationId: customerId, audience: 'customer', personId: null }, async (db) => {
    const row = await findProvisioning(db, provisioningId)
    if (row?.state !== 'pending' || row.attempts !== attempt) return undefined
    return (await isBehindAnother(db, row)) ? undefined : row
  })

async function ask({ provisioner, dataKeys }: Tools, row: ProvisioningRow): Promise<ProvisionerAnswer> {
  const standing = row.acceptedAt ? await provisioner.status(row.id) : null
  // An order that the provisioner lost is placed again, with its key.
  if (standing) return standing
  const { id, kind, partnerId, customerId, subject, requestedAt, sealed } = row
  const secrets = sealed ? JSON.parse(unseal(dataKeys, 'provisioning', id, sealed).toString()) : {}
  const payload = { ...row.payload, ...secrets }
  return provisioner.order({ id, kind, partnerId, customerId, subject, requestedAt, payload })
}

function saveAnswer(
  { database, clock }: Tools,
  data: Data,
  kind: Kind,
  answer: ProvisionerAnswer,
): Promise<void> {
  const save = async (db: Scoped<'partner' | 'customer'>, apply: (row: ProvisioningRow) => Promise<void>) => {
    const row = await lockProvisioning(db, data.provisioningId)
    const step = row && advanceProvisioning(row, answer, data)
    if (!row || !step?.ok) return
    const { waitSeconds, ...next } = step.value
    const now = clock()
    const nextAt = waitSeconds === null ? null : new Date(now.getTime() + waitSeconds * 1000)
    await saveProvisioning(db, row.id, { ...next, ...saidBy(answer, row, now), nextAt }, now)
    if (waitSeconds !== null) return enqueue(db, [provisionJob({ ...row, ...next })], now, waitSeconds)
    await apply(row)
    const behind = await findNextOfSubject(db, row.subject)
    if (behind) await enqueue(db, [provisionJob(behind)], now)
  }
  // Reached only with an outcome: `advanceProvisioning` has no other way to end.
  const outcome = answer as ProvisioningOutcome
  return kind.scope === 'partner'
    ? asTenant(database, { organisationId: data.partnerId, audience: 'partner', personId: null }, (db) =>
        save(db, (row) => kind.apply(db, row, outcome, clock())),
      )
    : asTenant(database, { organisationId: data.customerId, audience: 'customer', personId: null }, (db) =>
        save(db, (row) => kind.apply(db, row, outcome, clock())),
      )
}

/** The columns that hold what was answered. */
const saidBy = (answer: ProvisionerAnswer, { acceptedAt }: ProvisioningRow, now: Date) => ({
  fault: answer.state === 'unclear' ? answer.fault : null,
  refusal: answer.state === 'failed' ? answer.code : null,
  ...('externalId' in answer && answer.externalId && { externalId: answer.externalId }),
  acceptedAt: acceptedAt ?? (answer.state === 'pending' ? now : null),
})
