import { z } from 'zod'
import type { Id } from '../core/id.ts'
import { idOf } from '../core/id.ts'
import { ok, type Result, refuse } from '../core/result.ts'

export const provisioningStates = ['pending', 'success', 'failed'] as const
export type ProvisioningState = (typeof provisioningStates)[number]

/** What a provisioner carries out at the cloud, `noun.verb`: docs/provisioning.md lists them. */
export type ProvisioningKind = `${string}.${string}`

/** The part of a provisioning that decides how it goes on. `attempts`: how often the provisioner was asked. */
export type Provisioning = { state: ProvisioningState; attempts: number; requestedAt: Date }

/** How a provisioning ended. `code`: the provisioner's word for why it refused. */
export type ProvisioningOutcome = { state: 'success'; externalId: string } | { state: 'failed'; code: string }

/** What the provisioner said, or that nothing could be understood: whether it acted is then unknown. */
export type ProvisionerAnswer =
  | ProvisioningOutcome
  | { state: 'pending'; externalId: string | null }
  | { state: 'unclear'; fault: string }

/** What the provisioner is asked for. `id` is the idempotency key: the same one never acts twice. */
export type ProvisioningOrder = {
  id: Id<'provisioning'>
  kind: ProvisioningKind
  partnerId: Id<'organisation'>
  customerId: Id<'organisation'>
  subject: string
  requestedAt: Date
  payload: Record<string, unknown>
}

/** Carries out what is sold and managed here, at the cloud. Both ways reject never and act once per id. */
export type Provisioner = {
  order: (order: ProvisioningOrder) => Promise<ProvisionerAnswer>
  /** Asks how an accepted order stands; null when the provisioner does not know it. */
  status: (id: Id<'provisioning'>) => Promise<ProvisionerAnswer | null>
}

/** From then on a pending provisioning counts as hanging, and an operator looks after it. */
export const hangsAfterMinutes = 15

export type ProvisioningRefusal = { code: 'provisioning_not_hanging' }

/** Seconds until the provisioner is asked again: they double, up to a quarter of an hour. Nothing is ever given up. */
export const waitAfter = (attempts: number): number => Math.min(900, 2 ** Math.min(attempts, 10))

/**
 * What an answer makes of a provisioning. An outcome counts however late it comes, and only once. Anything else counts only
 * for the attempt that it answers, so that two workers with one job do not ask at double speed from then on.
 */
export function advanceProvisioning(
  provisioning: Provisioning,
  answer: ProvisionerAnswer,
  { attempt }: { attempt: number },
): Result<
  { state: ProvisioningState; attempts: number; waitSeconds: number | null },
  { code: 'provisioning_ended' | 'provisioning_overtaken' }
> {
  if (provisioning.state !== 'pending') return refuse({ code: 'provisioning_ended' })
  const attempts = provisioning.attempts + 1
  if (answer.state === 'success' || answer.state === 'failed')
    return ok({ state: answer.state, attempts, waitSeconds: null })
  if (attempt !== provisioning.attempts) return refuse({ code: 'provisioning_overtaken' })
  return ok({ state: 'pending', attempts, waitSeconds: waitAfter(attempts) })
}

export const hangsSince = (now: Date): Date => new Date(now.getTime() - hangsAfterMinutes * 60_000)

export const isHanging = ({ state, requestedAt }: Omit<Provisioning, 'attempts'>, now: Date): boolean =>
  state === 'pending' && requestedAt <= hangsSince(now)

/** Whether an operator may have the provisioner asked at once. It changes no state: only an answer does. */
export const retryProvisioning = (
  provisioning: Omit<Provisioning, 'attempts'>,
  now: Date,
): Result<'asked', ProvisioningRefusal> =>
  isHanging(provisioning, now) ? ok('asked') : refuse({ code: 'provisioning_not_hanging' })

export const provisioningIdInput = z.object({ id: idOf<'provisioning'>() })
export const provisioningListInput = z.object({
  cursor: z.string().max(1000).optional(),
  limit: z.number().int().min(1).max(100).default(50),
})
