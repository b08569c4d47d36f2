import { randomBytes, randomUUID } from 'node:crypto'
import { hashPassword } from '@entente/auth/password'
import { issueSetUpLink } from '@entente/auth/set-up-link'
import { cloudOf } from '@entente/clouds/clouds'
import { type AuditEntry, insertAudit, instanceChain } from '@entente/db/core/audit'
import { findAccountOf, listMemberships, savePassword } from '@entente/db/identity/accounts'
import { consumeOtherLinks } from '@entente/db/identity/one-time-links'
import { deleteSecondFactor } from '@entente/db/identity/second-factors'
import { endSessionsOf } from '@entente/db/identity/sessions'
import { type Command, readOptions, readSubject } from './command.ts'
import { commandLine, email, onInstance, welcome } from './new-account.ts'
import { readSettings } from './settings.ts'

/**
 * For an operator who lost both device and recovery codes. The password goes too: otherwise a person who knows it could
 * set up a second factor before the operator does.
 */
export const resetSecondFactor: Command = {
  usage: 'operator reset-second-factor <address>',
  does: 'removes an operator’s second factor, recovery codes, password and sessions, and prints a link to set the account up again',
  async run(args, context) {
    const { subject, rest } = readSubject(args, 'one operator, by address')
    readOptions(rest, { required: [] })
    const address = email(subject)
    const settings = readSettings(context, 'CLOUD', 'DATABASE_URL', 'ENTENTE_KEYS_FILE', 'OPERATOR_URL')
    const unusableHash = await hashPassword(
      randomBytes(32).toString('base64url'),
      cloudOf(settings.CLOUD).passwordHash,
    )
    const link = await onInstance(settings, async (db, { cloud, keyring }) => {
      const now = new Date()
      const account = await findAccountOf(db, 'operator', address)
      const memberships = account ? await listMemberships(db, account.id) : []
      if (!account || !memberships.some(({ status }) => status === 'active'))
        throw new Error(`${address} is not an operator.`)
      await deleteSecondFactor(db, account.id)
      await savePassword(db, account.id, unusableHash, now)
      await endSessionsOf(db, account.id, null, now)
      await consumeOtherLinks(db, 'reset', account.id, now)
      const actor = { ...commandLine, requestId: randomUUID() }
      const payload = { accountId: account.id, by: 'command_line' }
      const record: AuditEntry = { organisationId: instanceChain, action: 'second_factor.reset', payload }
      await insertAudit(db, actor, [record], now)
      return issueSetUpLink(db, keyring.link, { cloud, account }, now)
    })
    context.print(
      `${address} no longer has a second factor, a password or a session. The next sign-in sets up a new factor.`,
    )
    for (const text of welcome(settings.OPERATOR_URL, link)) context.print(text)
    return 0
  },
}
