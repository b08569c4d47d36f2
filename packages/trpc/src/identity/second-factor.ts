import { hashRecoveryCode, newRecoveryCodes } from '@entente/auth/recovery-code'
import { seal, unseal } from '@entente/auth/sealed'
import { base32Of, newTotpSecret, totpStep, totpUri } from '@entente/auth/totp'
import { type AuthDb, asAuth } from '@entente/db/core/scopes'
import {
  confirmSecondFactor,
  countRecoveryCodes,
  deleteSecondFactor,
  type FactorSession,
  findFactorBeingSetUp,
  findSecondFactor,
  saveFactorBeingSetUp,
  saveRecoveryCodes,
} from '@entente/db/identity/second-factors'
import { endSessionsOf } from '@entente/db/identity/sessions'
import type { Id } from '@entente/domain/core/id'
import { factorCode } from '@entente/domain/identity/second-factor'
import { z } from 'zod'
import { type AccountOwner, recordOwnAct, recordOwnRefusal } from '../core/check-code.ts'
import type { Context } from '../core/context.ts'
import { countSessionGuess } from '../core/guess.ts'
import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import {
  continueSignIn,
  lockSignIn,
  needsSecondFactor,
  personOfSignIn,
  type StartedSession,
} from './continue-sign-in.ts'
import { factorMutation, factorQuery } from './factor-gates.ts'

/** How long a secret is shown and may be confirmed. */
const setUpMinutes = 60

type Confirmed = { result: 'confirmed'; recoveryCodes: string[]; session: StartedSession | null }
type NewCodes = { result: 'made'; recoveryCodes: string[] }

export const secondFactor = t.router({
  status: factorQuery.query(async ({ ctx }) => {
    const { db, owner } = ctx
    const factor = await findSecondFactor(db, owner.accountId)
    return {
      isOn: factor !== undefined,
      since: factor?.confirmedAt ?? null,
      recoveryCodesLeft: await countRecoveryCodes(db, owner.accountId),
      isMandatory: await isMandatory(ctx, db),
    }
  }),

  /** Makes a secret. It is not asked for until a first code confirms it; a factor in use stays in use until then. */
  begin: factorMutation({ fresh: true }).mutation(async ({ ctx }) => {
    const { db, owner } = ctx
    await refuseAfterSetUp(ctx, db)
    const { kid, bytes } = seal(ctx.keyring.data, 'second factor', owner.accountId, newTotpSecret())
    await saveFactorBeingSetUp(db, owner, { kid, secret: bytes }, ctx.now)
    await recordOwnAct(ctx, db, owner, 'second_factor.set_up_begun')
    return {}
  }),

  /** The secret while it is being set up, as text and as the URI for a QR code. */
  setUp: factorQuery.query(async ({ ctx }) => {
    await refuseAfterSetUp(ctx, ctx.db)
    const { secret } = await findBeingSetUp(ctx, ctx.db, ctx.owner)
    const names = { issuer: ctx.cloud.name, label: ctx.owner.email }
    return { secret: base32Of(secret), uri: totpUri(secret, names) }
  }),

  /**
   * Turns the factor on with its first code. Returns ten recovery codes, and the session if a sign-in waited for the
   * factor; both are shown once. The account's other sessions end, and so do its other sign-ins in progress: they began
   * with the password alone.
   */
  confirm: factorMutation({ fresh: true, secrets: ['recoveryCodes', 'session'] })
    .input(z.object({ code: factorCode }))
    .prepare(async ({ ctx, input: { code } }) => {
      const { owner } = ctx
      const guess = await countSessionGuess(ctx, owner)
      const { id, secret } = await asAuth(ctx.database, owner.accountId, (db) =>
        findBeingSetUp(ctx, db, owner),
      )
      const step = code.kind === 'totp' ? totpStep(secret, code.code, ctx.now) : undefined
      if (step === undefined) {
        await recordOwnRefusal(ctx, owner, 'second_factor.refused')
        throw refused({ code: 'wrong_code' })
      }
      await guess.takeBack()
      return { id, step }
    })
    .mutation(async ({ ctx, prepared }): Promise<Confirmed> => {
      const { db, owner, now, waiting } = ctx
      await lockSignIn(db, owner)
      await refuseAfterSetUp(ctx, db)
      if (!(await confirmSecondFactor(db, owner.accountId, prepared, now)))
        throw refused({ code: 'second_factor_missing' })
      const recoveryCodes = await replaceRecoveryCodes(ctx, db, owner.accountId)
      await recordOwnAct(ctx, db, owner, 'second_factor.turned_on')
      await endSessionsOf(db, owner.accountId, waiting ? null : owner.sessionId, now)
      if (!waiting) return { result: 'confirmed', recoveryCodes, session: null }
      const session = await continueSignIn(ctx, db, personOfSignIn(waiting), waiting.awaits)
      return { result: 'confirmed', recoveryCodes, session }
    }),

  turnOff: factorMutation({ fresh: true }).mutation(async ({ ctx }) => {
    const { db, owner } = ctx
    await lockSignIn(db, owner)
    await refuseAfterSetUp(ctx, db)
    if (await isMandatory(ctx, db)) throw refused({ code: 'second_factor_mandatory' })
    await deleteSecondFactor(db, owner.accountId)
    await endSessionsOf(db, owner.accountId, owner.sessionId, ctx.now)
    await recordOwnAct(ctx, db, owner, 'second_factor.turned_off')
    return {}
  }),

  /** Ten new recovery codes, shown once; the earlier ones stop working. */
  newRecoveryCodes: factorMutation({ fresh: true, secrets: ['recoveryCodes'] }).mutation(
    async ({ ctx }): Promise<NewCodes> => {
      const { db, owner } = ctx
      await refuseAfterSetUp(ctx, db)
      if (!(await findSecondFactor(db, owner.accountId))) throw refused({ code: 'second_factor_missing' })
      const recoveryCodes = await replaceRecoveryCodes(ctx, db, owner.accountId)
      await recordOwnAct(ctx, db, owner, 'second_factor.recovery_codes_made')
      return { result: 'made', recoveryCodes }
    },
  ),
})

const isMandatory = async ({ session, waiting }: Context, db: AuthDb): Promise<boolean> => {
  const audience = (session ?? waiting)?.audience
  const organisationId = session ? (session.organisation?.id ?? null) : (waiting?.organisationId ?? null)
  return audience !== undefined && (await needsSecondFactor(db, { audience, organisationId }))
}

/** A sign-in that waits to set up a factor knows only the password: it changes nothing of one that is confirmed. */
async function refuseAfterSetUp({ waiting, owner }: Context & { owner: AccountOwner }, db: AuthDb) {
  if (waiting && (await findSecondFactor(db, owner.accountId))) throw refused({ code: 'not_signed_in' })
}

async function findBeingSetUp(ctx: Context, db: AuthDb, owner: FactorSession) {
  const after = new Date(ctx.now.getTime() - setUpMinutes * 60_000)
  const factor = await findFactorBeingSetUp(db, owner, after)
  if (!factor) throw refused({ code: 'second_factor_missing' })
  const { id, kid, secret: bytes } = factor
  return { id, secret: unseal(ctx.keyring.data, 'second factor', owner.accountId, { kid, bytes }) }
}

async function replaceRecoveryCodes(ctx: Context, db: AuthDb, accountId: Id<'account'>): Promise<string[]> {
  const codes = newRecoveryCodes()
  const hashes = codes.map((code) => hashRecoveryCode(ctx.keyring.data, accountId, code))
  await saveRecoveryCodes(db, accountId, hashes, ctx.now)
  return codes
}
