import { recoveryCodeHashes } from '@entente/auth/recovery-code'
import { unseal } from '@entente/auth/sealed'
import { totpStep } from '@entente/auth/totp'
import { insertAudit, instanceChain } from '@entente/db/core/audit'
import { type AuthDb, asAuth } from '@entente/db/core/scopes'
import { findSecondFactor, useRecoveryCode, useStep } from '@entente/db/identity/second-factors'
import type { Session } from '@entente/db/identity/sessions'
import type { Id } from '@entente/domain/core/id'
import type { Role } from '@entente/domain/core/role'
import type { FactorCode } from '@entente/domain/identity/second-factor'
import type { Context } from './context.ts'

/** Somebody at work on their own account, in a session or in a sign-in that waits for its second factor. */
export type OwnPerson = {
  accountId: Id<'account'>
  email: string
  /** Null for an operator, who is no tenant. */
  organisationId: Id<'organisation'> | null
  roles: readonly Role[]
}

export const personOf = ({ account, organisation, roles }: Session): OwnPerson => ({
  accountId: account.id,
  email: account.email,
  organisationId: organisation?.id ?? null,
  roles,
})

/** Whether a code is right for the account's confirmed factor; if so, it is used up in this transaction. */
export async function spendCode(
  ctx: Context,
  db: AuthDb,
  person: OwnPerson,
  { kind, code }: FactorCode,
): Promise<boolean> {
  const { keyring } = ctx
  const { accountId } = person
  const now = ctx.clock()
  const factor = await findSecondFactor(db, accountId)
  if (!factor) return false
  if (kind === 'recovery') {
    const hashes = recoveryCodeHashes(keyring.data, accountId, code)
    const isRight = await useRecoveryCode(db, accountId, hashes, now)
    if (isRight) await recordOwnAct(ctx, db, person, 'second_factor.recovery_code_used')
    return isRight
  }
  const secret = unseal(keyring.data, accountId, { kid: factor.kid, bytes: factor.secret })
  const step = totpStep(secret, code, now)
  return step !== undefined && (await useStep(db, factor.id, step))
}

/** Writes what a person did to their own account to their tenant's log; never a code or a secret. */
export const recordOwnAct = (
  { requestId, clock }: Context,
  db: AuthDb,
  { accountId, organisationId, roles }: OwnPerson,
  action: string,
  payload: Record<string, unknown> = {},
) =>
  insertAudit(
    db,
    { requestId, accountId, roles },
    [{ organisationId: organisationId ?? instanceChain, action, payload }],
    clock(),
  )

/** A wrong code or password is recorded in a transaction of its own, since the refused one leaves nothing. */
export const recordOwnRefusal = (ctx: Context, person: OwnPerson, action: string) =>
  asAuth(ctx.database, person.accountId, (db) => recordOwnAct(ctx, db, person, action))
