import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { checkInstance } from '@entente/auth/instance-check'
import { readKeyring } from '@entente/auth/keyring'
import { cloudOf } from '@entente/clouds/clouds'
import { closeDatabase, type Database, openDatabase } from '@entente/db/core/database'
import { asAuth, asOperator } from '@entente/db/core/scopes'
import { listWebMailDomains } from '@entente/db/enrolment/web-mail-domains'
import { findAccountOf, listMemberships } from '@entente/db/identity/accounts'
import { legacyEncodings } from '@entente/domain/core/csv'
import { may } from '@entente/domain/core/permission'
import { type KnownCustomerFault, knownCustomerLimits } from '@entente/domain/customer/known-customer'
import { readKnownCustomers, takeKnownCustomers } from '@entente/trpc/customer/known-customers-file'
import { z } from 'zod'
import { type Command, readOptions, readSubject } from './command.ts'
import { email, valid } from './new-account.ts'
import { readSettings } from './settings.ts'

const notUnicode = 'The file is not in Unicode: name its encoding with --encoding.'

/** Loads the customers that the operator's other portals record for partners (D-33, R-137, R-170), as the console does. */
export const loadCustomers: Command = {
  usage: `customers load <file> --as <operator’s address> [--encoding ${legacyEncodings.join('|')}]`,
  does: 'loads a CSV file of the customers that your other portals record for partners, and names the rows that it leaves out',
  async run(args, context) {
    const { subject: file, rest } = readSubject(args, 'one CSV file')
    const { must, one } = readOptions(rest, { required: ['as'], optional: ['encoding'] })
    const named = one('encoding')
    const chosen = named === undefined ? null : valid(z.enum(legacyEncodings), '--encoding', named)
    const settings = readSettings(context, 'CLOUD', 'DATABASE_URL', 'ENTENTE_KEYS_FILE')
    const bytes = readFileSync(file)
    if (bytes.length > knownCustomerLimits.bytes) throw new Error('The file is larger than 4 MiB. Split it.')
    const database = openDatabase({ url: settings.DATABASE_URL, connectionsMax: 1, prepared: false })
    try {
      await checkInstance(database, settings.CLOUD, readKeyring(settings.ENTENTE_KEYS_FILE))
      const operator = await operatorNamed(database, email(must('as')))
      const read = await readKnownCustomers(bytes, {
        chosen,
        countries: cloudOf(settings.CLOUD).customers.countries,
        webMail: await asOperator(database, operator.accountId, listWebMailDomains),
        confirm: ({ encoding }) => {
          if (encoding && !chosen) throw new Error(notUnicode)
        },
      }).catch((error: Error) => {
        throw error.message === 'csv_encoding_unconfirmed' ? new Error(notUnicode) : error
      })
      const actor = { kind: 'person' as const, ...operator, requestId: randomUUID() }
      const { customers, refused } = await asOperator(database, operator.accountId, (db) =>
        takeKnownCustomers(db, actor, read, { now: new Date(), by: 'command_line' }),
      )
      context.print(`Loaded: ${customers}. Left out: ${refused}.`)
      for (const fault of read.faults) context.print(sentenceOf(fault))
      return refused > 0 ? 1 : 0
    } finally {
      await closeDatabase(database)
    }
  },
}

/** In an operator's scope everything is done in that operator's name. */
async function operatorNamed(database: Database, address: string) {
  return asAuth(database, null, async (db) => {
    const account = await findAccountOf(db, 'operator', address)
    const [membership] = account ? await listMemberships(db, account.id) : []
    const isAllowed = membership?.status === 'active' && may('operator', membership.roles, 'directory.manage')
    if (!account || !isAllowed) throw new Error(`${address} is not an operator who may load customers.`)
    return { accountId: account.id, roles: membership.roles }
  })
}

const sentenceOf = ({ row, column, fault }: KnownCustomerFault): string =>
  `${row === 0 ? 'Header' : `Row ${row}`}${column ? `, ${column}` : ''}: ${fault.replaceAll('_', ' ')}`
