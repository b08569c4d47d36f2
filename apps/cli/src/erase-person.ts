import { type Erasure, type ErasureRefusal, erasePerson, listPeople } from '@entente/db/audit/erasure'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { findInstance } from '@entente/db/core/instance'
import { refuseStrongRole } from '@entente/db/core/login-role'
import { asAuth, asKeeper, type KeeperDb } from '@entente/db/core/scopes'
import { audiences } from '@entente/domain/core/audience'
import { idOf } from '@entente/domain/core/id'
import { emailAddress } from '@entente/domain/identity/account'
import { z } from 'zod'
import { type Command, type CommandContext, readOptions, readSubject } from './command.ts'
import { valid } from './new-account.ts'
import { readSettings } from './settings.ts'

type Person = Awaited<ReturnType<typeof listPeople>>[number]

/** Erases a person on request. This cannot be undone, so it asks for confirmation first. */
export const erasePersonCommand: Command = {
  usage: `person erase <address or account id> [--audience ${audiences.join('|')}] [--yes]`,
  does: 'erases a person permanently: name, address and ways to sign in; asks for confirmation unless --yes is given',
  async run(args, context) {
    const { subject, rest } = readSubject(args, 'one person, by address or account id')
    const { one, has } = readOptions(rest, { required: [], optional: ['audience'], flags: ['yes'] })
    const audience = one('audience')
    const chosen = audience === undefined ? undefined : valid(z.enum(audiences), '--audience', audience)
    const { CLOUD, DATABASE_DIRECT_URL } = readSettings(context, 'CLOUD', 'DATABASE_DIRECT_URL')
    const database = openDatabase({ url: DATABASE_DIRECT_URL, connectionsMax: 1 })
    try {
      await refuseStrongRole(database)
      const { cloud } = await asAuth(database, null, findInstance)
      if (cloud !== CLOUD) throw new Error(`CLOUD is ${CLOUD}, but the database belongs to ${cloud}.`)
      const person = await asKeeper(database, (db) => findOne(db, subject, chosen))
      if (!has('yes') && !(await isConfirmed(person, context))) {
        context.print('Nothing was erased.')
        return 1
      }
      const erased = await asKeeper(database, (db) => erasePerson(db, person.id, new Date()))
      if (!erased.ok) throw new Error(sentenceOf(erased.refusal))
      for (const line of reportOf(erased.value)) context.print(line)
      return 0
    } finally {
      await closeDatabase(database)
    }
  },
}

async function findOne(db: KeeperDb, subject: string, audience: string | undefined): Promise<Person> {
  const id = idOf<'account'>().safeParse(subject)
  const who = id.success ? { id: id.data } : { email: valid(emailAddress, 'the address', subject) }
  const all = await listPeople(db, who)
  const people = all.filter((person) => audience === undefined || person.audience === audience)
  const [person] = people
  if (!person) throw new Error(`There is no such account: ${subject}.`)
  if (people.length > 1)
    throw new Error(
      `${subject} has an account as ${people.map((one) => one.audience).join(' and as ')}. Each is erased separately: add --audience.`,
    )
  if (person.isErased) throw new Error(`${person.id} is already erased.`)
  return person
}

async function isConfirmed({ id, audience, name, email }: Person, { ask, print }: CommandContext) {
  print(`${name} <${email}>, ${audience}, account ${id}, will be erased. This cannot be undone.`)
  if (!ask) {
    print('There is no terminal to confirm this: add --yes.')
    return false
  }
  return (await ask('Type the address to confirm: ')).trim().toLowerCase() === email
}

const sentenceOf = (refusal: ErasureRefusal): string => {
  if (refusal.code === 'account_unknown') return 'The account is gone.'
  const { organisationId } = refusal
  return organisationId
    ? `No one else could decide for organisation ${organisationId}: give another person the role global_admin first.`
    : 'No one else could decide for the instance: create another operator_admin first.'
}

const reportOf = (erased: Erasure): string[] => [
  `Account ${erased.accountId} is erased; its name and address are gone.`,
  `Memberships ended: ${erased.memberships}. Open sessions ended: ${erased.sessions}. Password, second factor, recovery codes and links: gone.`,
  `Rewritten: ${erased.requests} requests, ${erased.mails} mails. Documents deleted: ${erased.documents}; a worker removes files from their folder within the hour.`,
  `Audit records blanked: ${erased.auditRecords}; their chains still verify.`,
  'Back-ups made before today still contain the person until they are deleted.',
]
