import { randomUUID } from 'node:crypto'
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import path from 'node:path'
import { insertAudit, instanceChain } from '@entente/db/core/audit'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { findInstance } from '@entente/db/core/instance'
import { refuseStrongRole } from '@entente/db/core/login-role'
import { asAuth, asTenant } from '@entente/db/core/scopes'
import { findTenant, listExportTables, readExportTable } from '@entente/db/operator/tenant-export'
import { idOf } from '@entente/domain/core/id'
import { type Command, readOptions, readSubject, WrongUse } from './command.ts'
import { commandLine, valid } from './new-account.ts'
import { readSettings } from './settings.ts'

/**
 * Writes all data of one tenant into a new folder, a file of JSON lines for each table. It reads in the tenant's own scope, so
 * that nothing of another tenant can be in it, and leaves out secrets and hashes. The tenant's audit says so.
 */
export const exportTenant: Command = {
  usage: 'export tenant <organisation id> --to <new folder>',
  does: 'writes all data of one partner or customer, as JSON lines, into a folder that only you can read',
  async run(args, context) {
    const { subject, rest } = readSubject(args, 'one organisation, by its id')
    const { must } = readOptions(rest, { required: ['to'] })
    const id = valid(idOf<'organisation'>(), 'the organisation', subject)
    const folder = path.resolve(must('to'))
    const { CLOUD, DATABASE_URL } = readSettings(context, 'CLOUD', 'DATABASE_URL')
    const database = openDatabase({ url: DATABASE_URL, connectionsMax: 1, prepared: false })
    try {
      await refuseStrongRole(database)
      const { cloud, tenant } = await asAuth(database, null, async (db) => ({
        ...(await findInstance(db)),
        tenant: await findTenant(db, id),
      }))
      if (cloud !== CLOUD) throw new Error(`CLOUD is ${CLOUD}, but the database belongs to ${cloud}.`)
      if (!tenant) throw new Error(`There is no organisation ${id}.`)
      makeFolder(folder)
      const now = new Date()
      const rows: Record<string, number> = {}
      await asTenant(database, { organisationId: id, audience: tenant.kind, personId: null }, async (db) => {
        for (const table of await listExportTables(db)) {
          let file: number | undefined
          for await (const lines of readExportTable(db, table)) {
            file ??= openSync(path.join(folder, `${table.name}.jsonl`), 'wx', 0o600)
            writeSync(file, `${lines.join('\n')}\n`)
            rows[table.name] = (rows[table.name] ?? 0) + lines.length
          }
          if (file !== undefined) closeSync(file)
        }
        const actor = { ...commandLine, requestId: randomUUID() }
        const payload = { by: 'command_line', tables: Object.keys(rows).length }
        await insertAudit(db, actor, [{ organisationId: id, action: 'tenant.exported', payload }], now)
      })
      const about = { organisation: id, ...tenant, cloud, exportedAt: now.toISOString(), rows }
      writeFileSync(path.join(folder, 'export.json'), `${JSON.stringify(about, null, 2)}\n`, { mode: 0o600 })
      await asAuth(database, null, (db) => {
        const payload = { organisationId: id, by: 'command_line' }
        const actor = { ...commandLine, requestId: randomUUID() }
        return insertAudit(
          db,
          actor,
          [{ organisationId: instanceChain, action: 'tenant.exported', payload }],
          now,
        )
      })
      const sum = Object.values(rows).reduce((all, one) => all + one, 0)
      context.print(
        `${tenant.legalName}: ${sum} rows of ${Object.keys(rows).length} tables are in ${folder}.`,
      )
      return 0
    } finally {
      await closeDatabase(database)
    }
  },
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    throw new WrongUse(
      `${folder} could not be made (${(error as NodeJS.ErrnoException).code}): name a new folder.`,
    )
  }
}
