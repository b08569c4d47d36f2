// Brings the database of one instance to the newest schema, as its owner: `node scripts/migrate.ts`.
// DATABASE_OWNER_URL and CLOUD say where; DATABASE_API_PASSWORD and DATABASE_WORKER_PASSWORD, when given, become the
// passwords of the login roles. DEMO=1 marks a new database as one that takes demo data.
import { cloudIds } from '@entente/clouds/clouds'
import { migrate } from '@entente/db/migrate'
import { migrateQueue } from '@entente/queue/migrate-queue'

const { DATABASE_OWNER_URL, CLOUD, DATABASE_API_PASSWORD, DATABASE_WORKER_PASSWORD, DEMO } = process.env
const cloud = cloudIds.find((id) => id === CLOUD)
if (!DATABASE_OWNER_URL)
  throw new Error('DATABASE_OWNER_URL is missing, such as postgres://owner@127.0.0.1:5432/entente')
if (!cloud) throw new Error(`CLOUD must be one of ${cloudIds.join(', ')}`)
await migrate(DATABASE_OWNER_URL, cloud, {
  passwords: { api: DATABASE_API_PASSWORD, worker: DATABASE_WORKER_PASSWORD },
  demo: DEMO === '1',
})
await migrateQueue(DATABASE_OWNER_URL)
