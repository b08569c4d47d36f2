import type { Database } from '@entente/db/core/database'
import { findInstance } from '@entente/db/core/instance'
import { refuseStrongRole } from '@entente/db/core/login-role'
import { asAuth } from '@entente/db/core/scopes'
import { listLinkKids } from '@entente/db/identity/one-time-links'
import { listSecondFactorKids } from '@entente/db/identity/second-factors'
import { listDirectoryKids } from '@entente/db/partner/partner-directories'
import type { CloudId } from '@entente/domain/core/cloud'
import { type Keyring, missingKeys } from './keyring.ts'

/**
 * Checks what a process needs before it starts: a login role without rights of its own, the database of its own cloud,
 * and every key in use. Throws an error that says what is wrong.
 */
export async function checkInstance(database: Database, cloud: CloudId, keyring: Keyring): Promise<void> {
  await refuseStrongRole(database)
  await asAuth(database, null, async (db) => {
    const { cloud: owner } = await findInstance(db)
    if (owner !== cloud) throw new Error(`CLOUD is ${cloud}, but the database belongs to ${owner}.`)
    const missing = missingKeys(keyring.link, await listLinkKids(db))
    if (missing.length > 0)
      throw new Error(`The keys file lacks the link keys ${missing.join(', ')} that links in use need.`)
    const sealedWith = [...(await listSecondFactorKids(db)), ...(await listDirectoryKids(db))]
    const lost = missingKeys(keyring.data, [...new Set(sealedWith)])
    if (lost.length > 0)
      throw new Error(
        `The keys file lacks the data keys ${lost.join(', ')} that second factors and directories are sealed with.`,
      )
  })
}
