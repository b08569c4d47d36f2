import { checkInstance } from '@entente/auth/instance-check'
import { type Keyring, readKeyring } from '@entente/auth/keyring'
import { issueSetUpLink } from '@entente/auth/set-up-link'
import { closeDatabase, type Database, openDatabase } from '@entente/db/core/database'
import { newId } from '@entente/db/core/new-id'
import { type AuthDb, asAuth } from '@entente/db/core/scopes'
import { insertAccount, insertMembership } from '@entente/db/identity/accounts'
import type { Audience } from '@entente/domain/core/audience'
import type { CloudId } from '@entente/domain/core/cloud'
import type { Id } from '@entente/domain/core/id'
import type { Role } from '@entente/domain/core/role'
import { emailAddress, oneLine } from '@entente/domain/identity/account'
import type { z } from 'zod'
import { WrongUse } from './command.ts'

/** Who acts in the audit records of commands. */
export const commandLine = { kind: 'system', name: 'command_line' } as const

export type Instance = { cloud: CloudId; keyring: Keyring }

export type NewPerson = {
  audience: Audience
  organisationId: Id<'organisation'> | null
  email: string
  name: string
  roles: readonly Role[]
}

/** Runs `work` in one transaction of the API's role, after the checks that every process makes when it starts. */
export async function onInstance<T>(
  {
    CLOUD,
    DATABASE_URL,
    ENTENTE_KEYS_FILE,
  }: { CLOUD: CloudId; DATABASE_URL: string; ENTENTE_KEYS_FILE: string },
  work: (db: AuthDb, instance: Instance) => Promise<T>,
): Promise<T> {
  const keyring = readKeyring(ENTENTE_KEYS_FILE)
  const database: Database = openDatabase({ url: DATABASE_URL, connectionsMax: 1, prepared: false })
  try {
    await checkInstance(database, CLOUD, keyring)
    return await asAuth(database, null, (db) => work(db, { cloud: CLOUD, keyring }))
  } finally {
    await closeDatabase(database)
  }
}

/**
 * Creates an account without a password, and the set-up link with which its person chooses one. Throws when the address
 * already has an account of this audience.
 */
export async function createAccount(
  db: AuthDb,
  { cloud, keyring }: Instance,
  { audience, organisationId, email, name, roles }: NewPerson,
  now: Date,
) {
  const account = { id: newId<'account'>(), email }
  if (!(await insertAccount(db, { ...account, audience, name, passwordHash: null }, now)))
    throw new Error(`${email} already has an account as ${audience}.`)
  const membershipId = newId<'membership'>()
  await insertMembership(
    db,
    {
      id: membershipId,
      accountId: account.id,
      audience,
      organisationId,
      status: 'active',
      roles: [...roles],
    },
    now,
  )
  const link = await issueSetUpLink(db, keyring.link, { cloud, account }, now)
  return { accountId: account.id, membershipId, link }
}

export const email = (text: string): string => valid(emailAddress, '--email', text)
export const line = (option: string, text: string): string => valid(oneLine(200), option, text)

/** Parses the value of an option; throws `WrongUse` when it is not valid. */
export function valid<T>(schema: z.ZodType<T>, option: string, text: string): T {
  const read = schema.safeParse(text)
  if (!read.success) throw new WrongUse(`${option} is not valid: ${text}`)
  return read.data
}

/** The lines that hand over the set-up link. It is shown only once, here. */
export const welcome = (site: string, { token, expiresAt }: { token: string; expiresAt: Date }): string[] => [
  `Hand over this link. It works once, until ${expiresAt.toISOString()}:`,
  `${site}/set-up/${token}`,
]
