// For killed-licence-run.db.test.ts, which kills it: node licence-process.ts <settings as JSON>. A process of the API that works on
// a run of licences, as for a page that looks at it.
import { randomUUID } from 'node:crypto'
import { cloudOf } from '@entente/clouds/clouds'
import { openDatabase } from '@entente/db/core/database'
import { workOnLicences } from '../src/customer/licence-run.ts'

const { url, session, run } = JSON.parse(process.argv[2] ?? '')
const context = {
  ...{ database: openDatabase({ url }), session, cloud: cloudOf('global') },
  ...{ now: new Date(), requestId: randomUUID() },
}
// A run reads no more of its context than this.
await workOnLicences(context as unknown as Parameters<typeof workOnLicences>[0], run)
process.exit(0)
