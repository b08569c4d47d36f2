import { isDeepStrictEqual } from 'node:util'
import { hashPassword } from '@entente/auth/password'
import { seal, unseal } from '@entente/auth/sealed'
import { insertAudit, instanceChain } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import { asOperator, type OperatorDb } from '@entente/db/core/scopes'
import {
  advanceImport,
  claimImport,
  finishImport,
  insertImport,
} from '@entente/db/enrolment/directory-imports'
import {
  findKnownLogins,
  saveDirectoryLogins,
  saveDirectoryProfiles,
  saveLoginProfiles,
} from '@entente/db/enrolment/operator-directory'
import type { Id } from '@entente/domain/core/id'
import {
  type DirectoryRow,
  type FaultyRow,
  type ImportInput,
  importLimits,
  type RowFault,
} from '@entente/domain/enrolment/directory-input'
import type { Context } from '../core/context.ts'
import { actorOf } from '../core/gates.ts'
import type { OperatorSession } from '../core/operator-gates.ts'
import { refused } from '../core/refused.ts'
import { type ReadRow, readDirectoryCsv } from './directory-csv.ts'

type Profile = Omit<DirectoryRow, 'userName' | 'password' | 'passwordHash'>
type Secret = Pick<DirectoryRow, 'password' | 'passwordHash'>
type Login = Secret & { userName: string }
type Pair = { userName: string; mpnId: string }
type Plan = {
  profiles: Map<string, Profile>
  secrets: Map<string, Secret>
  pairs: Pair[]
  faults: FaultyRow[]
}
/** The good rows as an import keeps them while it goes on. */
type Kept = { pieces: (Profile | Login)[]; pairs: Pair[] }

type Ctx = Context & { session: OperatorSession }

/** Reads a file and sorts its good rows from the others. Nothing is saved yet. */
export async function planImport({ database, session }: Ctx, input: ImportInput) {
  const { rows, faults } = await readDirectoryCsv(input)
  const userNames = rows.flatMap(({ value: { userName } }) => userName ?? [])
  // A login that is added in the meantime only makes a row without password a faulty one.
  const known = await asOperator(database, session.account.id, (db) =>
    findKnownLogins(db, [...new Set(userNames)]),
  )
  return { rows, faults, plan: planOf(rows, known) }
}

/** How many of the faulty rows are named. */
const namedFaults = 200

/**
 * Starts an import of the good rows; `workOnImport` saves them. Until then they are sealed, because they hold passwords.
 * An operator has one import at a time.
 */
export async function startImport(
  { db, keyring, session, now }: Ctx & { db: OperatorDb },
  { rows, faults, plan }: Awaited<ReturnType<typeof planImport>>,
): Promise<{ id: Id<'directory_import'> }> {
  const id = newId<'directory_import'>()
  const kept: Kept = {
    pieces: [
      ...plan.profiles.values(),
      ...[...plan.secrets].map(([userName, secret]) => ({ userName, ...secret })),
    ],
    pairs: plan.pairs,
  }
  const all = [...faults, ...plan.faults].sort((a, b) => a.row - b.row)
  const { kid, bytes } = seal(keyring.data, 'directory import', id, Buffer.from(JSON.stringify(kept)))
  const isStarted = await insertImport(db, {
    ...{ id, importedBy: session.account.id, startedAt: now, kid, sealed: bytes },
    rows: rows.length - new Set(plan.faults.map(({ row }) => row)).size,
    refused: new Set(all.map(({ row }) => row)).size,
    ...{ faults: all.slice(0, namedFaults), total: kept.pieces.length },
  })
  if (!isStarted) throw refused({ code: 'import_running' })
  return { id }
}

/** What one transaction saves at most. A plain password takes tens of milliseconds to hash. */
const piece = { rows: 500, passwords: 10 }

/**
 * Saves the rows of the operator's import, piece by piece, unless another process does. An existing profile or login is
 * updated; nothing is removed. A plain password is stored only as its hash. What ends in between is done again by the next
 * call, with the same result.
 */
export async function workOnImport(ctx: Ctx): Promise<void> {
  const { database, cloud, keyring, session, now } = ctx
  const saving = <T>(work: (db: OperatorDb) => Promise<T>) => asOperator(database, session.account.id, work)
  const claimed = await saving((db) => claimImport(db, session.account.id))
  if (!claimed?.sealed || !claimed.kid) return
  const { id, startedAt, rows, refused, total } = claimed
  const opened = unseal(keyring.data, 'directory import', id, { kid: claimed.kid, bytes: claimed.sealed })
  const { pieces, pairs } = JSON.parse(opened.toString()) as Kept
  for (let { done } = claimed; ; ) {
    const next = pieceAt(pieces, done)
    const logins = await Promise.all(
      next.filter(isLogin).map(async ({ userName, password, passwordHash }) => ({
        ...{
          userName,
          passwordHash: passwordHash ?? (await hashPassword(password ?? '', cloud.passwordHash)),
        },
      })),
    )
    const isMine = await saving(async (db) => {
      if (!(await advanceImport(db, { id, done }, next.length))) return false
      await saveDirectoryProfiles(db, next.filter(isProfile), startedAt)
      await saveDirectoryLogins(db, logins, startedAt)
      if (done + next.length < total) return true
      await saveLoginProfiles(db, pairs)
      const profiles = pieces.filter(isProfile).length
      const counts = { profiles, logins: new Set(pairs.map(({ userName }) => userName)).size }
      await finishImport(db, id, counts, now)
      const payload = { ...counts, rows, refused }
      const entry = { organisationId: instanceChain, action: 'directory.imported' as const, payload }
      await insertAudit(db, actorOf(ctx), [entry], now)
      return true
    })
    done += next.length
    if (!isMine || done >= total) return
  }
}

const isLogin = (one: Profile | Login): one is Login => 'userName' in one
const isProfile = (one: Profile | Login): one is Profile => !isLogin(one)

function pieceAt(pieces: Kept['pieces'], start: number): Kept['pieces'] {
  const next = pieces.slice(start, start + piece.rows)
  let passwords = 0
  const end = next.findIndex((one) => isLogin(one) && one.password && ++passwords > piece.passwords)
  return end < 0 ? next : next.slice(0, end)
}

function planOf(rows: ReadRow[], known: Set<string>): Plan {
  const plan: Plan = { profiles: new Map(), secrets: new Map(), pairs: [], faults: [] }
  for (const { row, value } of rows) {
    const { userName, password, passwordHash, ...profile } = value
    const fault = faultOf(plan, known, value)
    if (fault) {
      plan.faults.push({ row, ...fault })
      continue
    }
    plan.profiles.set(profile.mpnId, profile)
    if (!userName) continue
    plan.pairs.push({ userName, mpnId: profile.mpnId })
    if (password || passwordHash) plan.secrets.set(userName, { password, passwordHash })
  }
  return plan
}

/** Why a row contradicts the rows before it, or itself; undefined when it does not. */
function faultOf(
  { profiles, secrets }: Plan,
  known: Set<string>,
  { userName, password, passwordHash, ...profile }: DirectoryRow,
): { column: FaultyRow['column']; fault: RowFault } | undefined {
  const before = profiles.get(profile.mpnId)
  if (before && !isDeepStrictEqual(before, profile)) return { column: 'mpn_id', fault: 'contradiction' }
  const hasSecret = password !== null || passwordHash !== null
  if (!userName) return hasSecret ? { column: 'user_name', fault: 'password_without_user' } : undefined
  if (password && passwordHash) return { column: 'password', fault: 'password_and_hash' }
  const secret = secrets.get(userName)
  if (!hasSecret)
    return secret || known.has(userName) ? undefined : { column: 'password', fault: 'password_missing' }
  if (secret)
    return isDeepStrictEqual(secret, { password, passwordHash })
      ? undefined
      : { column: 'password', fault: 'contradiction' }
  const plain = [...secrets.values()].filter((one) => one.password !== null).length
  return password && plain >= importLimits.passwords
    ? { column: 'password', fault: 'too_many_passwords' }
    : undefined
}
