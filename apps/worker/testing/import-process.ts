// For customer-imports.db.test.ts, which kills it: node import-process.ts <settings as JSON>. Prints the days that passed and
// what its heap holds in MiB after each job, garbage not counted (--expose-gc).
import { cloudOf } from '@entente/clouds/clouds'
import { openDatabase } from '@entente/db/core/database'
import { openOwner } from '@entente/db/testing/owner'
import { driveImports } from './drive-import.ts'
import { toolsFor } from './tools.ts'

const { url, ownerUrl }: { url: string; ownerUrl: string } = JSON.parse(process.argv[2] ?? '')
const memory: number[] = []
const { days } = await driveImports(
  openOwner(ownerUrl),
  toolsFor(openDatabase({ url }), cloudOf('global')),
  () => {
    globalThis.gc?.()
    memory.push(Math.round(process.memoryUsage().heapUsed / 1024 / 1024))
  },
)
process.stdout.write(JSON.stringify({ days, memory }), () => process.exit(0))
