// For customer-imports.db.test.ts, which kills it: node import-process.ts <settings as JSON>
import { cloudOf } from '@entente/clouds/clouds'
import { openDatabase } from '@entente/db/core/database'
import { openOwner } from '@entente/db/testing/owner'
import { driveImports } from './drive-import.ts'
import { toolsFor } from './tools.ts'

const { url, ownerUrl }: { url: string; ownerUrl: string } = JSON.parse(process.argv[2] ?? '')
await driveImports(openOwner(ownerUrl), toolsFor(openDatabase({ url }), cloudOf('global')))
process.exit(0)
