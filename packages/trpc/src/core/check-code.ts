import { recoveryCodeHashes } from '@entente/auth/recovery-code'
import { unseal } from '@entente/auth/sealed'
import { totpStep } from '@entente/auth/totp'
import { insertAudit, instanceChain } from '@entente/db/core/audit'
import { type AuthDb, asAuth } from '@entente/db/core/scopes'
import { findSecondFactor, useRecoveryCode, useTimeStep } from '@entente/db/identity/second-factors'
import type { Session } from '@entente/db/identity/sessions'
import type { AuditAction } from '@entente/domain/core/audit-action'
import type { Id } from '@entente/domain/core/id'
import type { Role } from '@entente/domain/core/role'
import type { FactorCode } from '@entente/domain/identity/second-factor'
import type { Context } from './context.ts'

/** A person who changes their own account, in a session or in a sign-in in progress. */
export type AccountOwner = {
  accountId: Id<'account'>
  email: string
  /** Null for an operator, who belongs to no organisation. */
  organisationId: Id<'organisation'> | null
  roles: readonly Role[]
}

export const personOf = ({ account, organisation, roles }: Session): AccountOwner => ({
  accountId: account.id,
  email: account.email,
  organisationId: organisation?.id ?? null,
  roles,
})

/** Checks a code against the account's confirmed factor. A right code is used up in this transaction. */
export async function spendCode(
  ctx: Context,
  db: AuthDb,
  person: AccountOwner,
  { kind, code }: FactorCode,
): Promise<boolean> {
  const { keyring, now } = ctx
  const { accountId } = person
  const factor = await findSecondFactor(db, accountId)
  if (!factor) return false
  if (kind === 'recovery') {
    const hashes = recoveryCodeHashes(keyring.data, accountId, code)
    const isRight = await useRecoveryCode(db, accountId, hashes, now)
    if (isRight) await recordOwnAct(ctx, db, person, 'second_factor.recovery_code_used')
    return isRight
  }
  const secret = unseal(keyring.data, 'second factor', accountId, { kid: factor.kid, bytes: factor.secret })
  const step = totpStep(secret, code, now)
  return step !== undefined && (await useTimeStep(db, factor.id, step))
}

/** Records what a person did to their own account in their tenant's audit chain. Never pass a code or a secret. */
export const recordOwnAct = (
  { requestId, now }: Context,
  db: AuthDb,
  { accountId, organisationId, roles }: AccountOwner,
  action: AuditAction,
  payload: Record<string, unknown> = {},
) =>
  insertAudit(
    db,
    { kind: 'person', requestId, accountId, roles },
    [{ organisationId: organisationId ?? instanceChain, action, payload }],
    now,
  )

/** Records a wrong code or password in a transaction of its own, because the refused one rolls back. */
export const recordOwnRefusal = (ctx: Context, person: AccountOwner, action: AuditAction) =>
  asAuth(ctx.database, person.accountId, (db) => recordOwnAct(ctx, db, person, action))
