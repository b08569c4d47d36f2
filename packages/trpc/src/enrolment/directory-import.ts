import { isDeepStrictEqual } from 'node:util'
import { hashPassword } from '@entente/auth/password'
import type { OperatorDb } from '@entente/db/core/scopes'
import {
  findKnownLogins,
  saveDirectoryLogins,
  saveDirectoryProfiles,
  saveLoginProfiles,
} from '@entente/db/enrolment/operator-directory'
import {
  type DirectoryRow,
  type FaultyRow,
  importLimits,
  type RowFault,
} from '@entente/domain/enrolment/directory-input'
import { type ReadRow, readDirectoryCsv } from './directory-csv.ts'

type Profile = Omit<DirectoryRow, 'userName' | 'password' | 'passwordHash'>
type Secret = Pick<DirectoryRow, 'password' | 'passwordHash'>
type Plan = {
  profiles: Map<string, Profile>
  secrets: Map<string, Secret>
  pairs: { userName: string; mpnId: string }[]
  faults: FaultyRow[]
}

/**
 * Imports the good rows of a file into the operator's membership directory, and lists the others. An existing profile or
 * login is updated; nothing is removed. A plain password is stored only as its hash.
 */
export async function importDirectory(db: OperatorDb, csv: string, now: Date) {
  const { rows, faults } = readDirectoryCsv(csv)
  const userNames = rows.flatMap(({ value: { userName } }) => userName ?? [])
  const plan = planImport(rows, await findKnownLogins(db, [...new Set(userNames)]))
  await saveDirectoryProfiles(db, [...plan.profiles.values()], now)
  await saveDirectoryLogins(db, await hashed(plan.secrets), now)
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

function planImport(rows: ReadRow[], known: Set<string>): Plan {
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

const hashed = (secrets: Plan['secrets']) =>
  Promise.all(
    [...secrets].map(async ([userName, { password, passwordHash }]) => ({
      userName,
      passwordHash: passwordHash ?? (await hashPassword(password ?? '')),
    })),
  )
