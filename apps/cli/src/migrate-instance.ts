import { migrate } from '@entente/db/core/migrate'
import { migrateQueue } from '@entente/queue/migrate-queue'
import { type Command, readOptions } from './command.ts'
import { readSettings } from './settings.ts'

/**
 * Migrates the database to the newest schema, as its owner. DATABASE_API_PASSWORD and DATABASE_WORKER_PASSWORD, when
 * given, become the passwords of the login roles. DEMO=1 marks a new database as one that accepts demo data.
 */
export const migrateInstance: Command = {
  usage: 'migrate',
  does: 'brings the database to the newest schema, as its owner; safe to repeat',
  async run(args, context) {
    readOptions(args, { required: [] })
    const { CLOUD, DATABASE_OWNER_URL } = readSettings(context, 'CLOUD', 'DATABASE_OWNER_URL')
    const { DATABASE_API_PASSWORD: api, DATABASE_WORKER_PASSWORD: worker, DEMO } = context.environment
    await migrate(DATABASE_OWNER_URL, CLOUD, { passwords: { api, worker }, demo: DEMO === '1' })
    await migrateQueue(DATABASE_OWNER_URL)
    context.print('The database has the newest schema.')
    return 0
  },
}
