import { hashRecoveryCode, newRecoveryCodes } from '@entente/auth/recovery-code'
import { seal, unseal } from '@entente/auth/sealed'
import { base32Of, newTotpSecret, totpStep, totpUri } from '@entente/auth/totp'
import { type AuthDb, asAuth } from '@entente/db/core/scopes'
import {
  confirmSecondFactor,
  countRecoveryCodes,
  deleteSecondFactor,
  findFactorBeingSetUp,
  findSecondFactor,
  saveFactorBeingSetUp,
  saveRecoveryCodes,
} from '@entente/db/identity/second-factors'
import { endOwnSession, endSessionsOf } from '@entente/db/identity/sessions'
import type { Id } from '@entente/domain/core/id'
import { factorCode } from '@entente/domain/identity/second-factor'
import { z } from 'zod'
import { type AccountOwner, recordOwnAct, recordOwnRefusal } from '../core/check-code.ts'
import type { Context } from '../core/context.ts'
import { countCodeGuess } from '../core/guess.ts'
import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { needsSecondFactor } from './continue-sign-in.ts'
import { factorMutation, factorQuery, freshFactorMutation } from './factor-gates.ts'
import { type StartedSession, startSession } from './start-session.ts'

/** How long a secret is shown and may be confirmed. */
const setUpMinutes = 60

type Confirmed = { result: 'confirmed'; recoveryCodes: string[]; session: StartedSession | null }
type NewCodes = { result: 'made'; recoveryCodes: string[] }
/** What is stored of an answer with secrets. */
type ShownOnce = { result: 'shown_once' }
const shownOnce: ShownOnce = { result: 'shown_once' }

export const secondFactor = t.router({
  status: factorQuery.query(({ ctx }) =>
    asAuth(ctx.database, ctx.owner.accountId, async (db) => {
      const factor = await findSecondFactor(db, ctx.owner.accountId)
      return {
        isOn: factor !== undefined,
        since: factor?.confirmedAt ?? null,
        recoveryCodesLeft: await countRecoveryCodes(db, ctx.owner.accountId),
        isMandatory: await isMandatory(ctx, db),
      }
    }),
  ),

  /** Makes a secret. It is not asked for until a first code confirms it; a factor in use stays in use until then. */
  begin: freshFactorMutation.mutation(({ ctx }) => {
    const { accountId } = ctx.owner
    return ctx.write(async (db) => {
      const { kid, bytes } = seal(ctx.keyring.data, accountId, newTotpSecret())
      await saveFactorBeingSetUp(db, accountId, { kid, secret: bytes }, ctx.clock())
      await recordOwnAct(ctx, db, ctx.owner, 'second_factor.set_up_begun')
      return {}
    })
  }),

  /** The secret while it is being set up, as text and as the URI for a QR code. */
  setUp: factorQuery.query(async ({ ctx }) => {
    const { secret } = await findBeingSetUp(ctx, ctx.owner)
    const names = { issuer: `Entente ${ctx.cloud.name}`, label: ctx.owner.email }
    return { secret: base32Of(secret), uri: totpUri(secret, names) }
  }),

  /**
   * Turns the factor on with its first code. Returns ten recovery codes, and the session if a sign-in waited for the
   * factor; both are shown once. The account's other sessions end.
   */
  confirm: factorMutation
    .input(z.object({ code: factorCode }))
    .mutation(async ({ ctx, input: { code } }): Promise<Confirmed | ShownOnce> => {
      const { owner } = ctx
      const guess = await countCodeGuess(ctx, owner.accountId)
      const { id, secret } = await findBeingSetUp(ctx, owner)
      const step = code.kind === 'totp' ? totpStep(secret, code.code, ctx.clock()) : undefined
      if (step === undefined) {
        await recordOwnRefusal(ctx, owner, 'second_factor.refused')
        throw refused({ code: 'wrong_code' })
      }
      await guess.takeBack()
      let shown: Confirmed | undefined
      const kept = await ctx.write(async (db) => {
        const now = ctx.clock()
        if (!(await confirmSecondFactor(db, owner.accountId, { id, step }, now)))
          throw refused({ code: 'second_factor_missing' })
        const recoveryCodes = await replaceRecoveryCodes(ctx, db, owner.accountId)
        await recordOwnAct(ctx, db, owner, 'second_factor.turned_on')
        const session = owner.isSigningIn ? await finishSignIn(ctx, db, owner) : null
        if (!session) await endSessionsOf(db, owner.accountId, owner.sessionId, now)
        shown = { result: 'confirmed', recoveryCodes, session }
        return shownOnce
      })
      return shown ?? kept
    }),

  turnOff: freshFactorMutation.mutation(({ ctx }) => {
    const { owner } = ctx
    return ctx.write(async (db) => {
      if (await isMandatory(ctx, db)) throw refused({ code: 'second_factor_mandatory' })
      await deleteSecondFactor(db, owner.accountId)
      await endSessionsOf(db, owner.accountId, owner.sessionId, ctx.clock())
      await recordOwnAct(ctx, db, owner, 'second_factor.turned_off')
      return {}
    })
  }),

  /** Ten new recovery codes, shown once; the earlier ones stop working. */
  newRecoveryCodes: freshFactorMutation.mutation(async ({ ctx }): Promise<NewCodes | ShownOnce> => {
    const { owner } = ctx
    let shown: NewCodes | undefined
    const kept = await ctx.write(async (db) => {
      if (!(await findSecondFactor(db, owner.accountId))) throw refused({ code: 'second_factor_missing' })
      const recoveryCodes = await replaceRecoveryCodes(ctx, db, owner.accountId)
      await recordOwnAct(ctx, db, owner, 'second_factor.recovery_codes_made')
      shown = { result: 'made', recoveryCodes }
      return shownOnce
    })
    return shown ?? kept
  }),
})

const isMandatory = async ({ session, waiting }: Context, db: AuthDb): Promise<boolean> => {
  const audience = (session ?? waiting)?.audience
  const organisationId = session ? (session.organisation?.id ?? null) : (waiting?.organisationId ?? null)
  return audience !== undefined && (await needsSecondFactor(db, { audience, organisationId }))
}

async function findBeingSetUp(ctx: Context, { accountId }: AccountOwner) {
  const after = new Date(ctx.clock().getTime() - setUpMinutes * 60_000)
  const factor = await asAuth(ctx.database, accountId, (db) => findFactorBeingSetUp(db, accountId, after))
  if (!factor) throw refused({ code: 'second_factor_missing' })
  const { id, kid, secret: bytes } = factor
  return { id, secret: unseal(ctx.keyring.data, accountId, { kid, bytes }) }
}

async function replaceRecoveryCodes(ctx: Context, db: AuthDb, accountId: Id<'account'>): Promise<string[]> {
  const codes = newRecoveryCodes()
  const hashes = codes.map((code) => hashRecoveryCode(ctx.keyring.data, accountId, code))
  await saveRecoveryCodes(db, accountId, hashes, ctx.clock())
  return codes
}

async function finishSignIn(
  ctx: Context,
  db: AuthDb,
  owner: AccountOwner & { sessionId: Id<'session'>; membershipId: Id<'membership'> },
): Promise<StartedSession> {
  if (!(await endOwnSession(db, owner.accountId, owner.sessionId, ctx.clock())))
    throw refused({ code: 'not_signed_in' })
  return startSession(ctx, db, owner, null)
}
