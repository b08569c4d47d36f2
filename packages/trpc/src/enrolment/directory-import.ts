import { isDeepStrictEqual } from 'node:util'
import { hashPassword } from '@entente/auth/password'
import { asOperator, type OperatorDb } from '@entente/db/core/scopes'
import {
  findKnownLogins,
  saveDirectoryLogins,
  saveDirectoryProfiles,
  saveLoginProfiles,
} from '@entente/db/enrolment/operator-directory'
import type { Cloud } from '@entente/domain/core/cloud'
import {
  type DirectoryRow,
  type FaultyRow,
  type ImportInput,
  importLimits,
  type RowFault,
} from '@entente/domain/enrolment/directory-input'
import type { Context } from '../core/context.ts'
import type { OperatorSession } from '../core/operator-gates.ts'
import { type ReadRow, readDirectoryCsv } from './directory-csv.ts'

type Profile = Omit<DirectoryRow, 'userName' | 'password' | 'passwordHash'>
type Secret = Pick<DirectoryRow, 'password' | 'passwordHash'>
type Plan = {
  profiles: Map<string, Profile>
  secrets: Map<string, Secret>
  pairs: { userName: string; mpnId: string }[]
  faults: FaultyRow[]
}

/** Reads a file, sorts its good rows from the others, and hashes its plain passwords. Nothing is saved yet. */
export async function planImport(
  { cloud, database, session }: Context & { session: OperatorSession },
  input: ImportInput,
) {
  const { rows, faults } = await readDirectoryCsv(input)
  const userNames = rows.flatMap(({ value: { userName } }) => userName ?? [])
  // A login that is added in the meantime only makes a row without password a faulty one.
  const known = await asOperator(database, session.account.id, (db) =>
    findKnownLogins(db, [...new Set(userNames)]),
  )
  const plan = planOf(rows, known)
  return { rows, faults, plan, logins: await hashed(cloud, plan.secrets) }
}

/**
 * Saves the good rows of a file in the operator's membership directory, and lists the others. An existing profile or
 * login is updated; nothing is removed. A plain password is stored only as its hash.
 */
export async function saveImport(
  db: OperatorDb,
  { rows, faults, plan, logins }: Awaited<ReturnType<typeof planImport>>,
  now: Date,
) {
  await saveDirectoryProfiles(db, [...plan.profiles.values()], now)
  await saveDirectoryLogins(db, logins, now)
  await saveLoginProfiles(db, plan.pairs)
  const all = [...faults, ...plan.faults].sort((a, b) => a.row - b.row)
  const refusedRows = new Set(all.map(({ row }) => row))
  return {
    rows: rows.length - new Set(plan.faults.map(({ row }) => row)).size,
    profiles: plan.profiles.size,
    logins: new Set(plan.pairs.map(({ userName }) => userName)).size,
    refused: refusedRows.size,
    faults: all,
  }
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

const hashed = (cloud: Cloud, secrets: Plan['secrets']) =>
  Promise.all(
    [...secrets].map(async ([userName, { password, passwordHash }]) => ({
      userName,
      passwordHash: passwordHash ?? (await hashPassword(password ?? '', cloud.passwordHash)),
    })),
  )
