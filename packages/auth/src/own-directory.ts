import type { Database } from '@entente/db/core/database'
import { asAuth } from '@entente/db/core/scopes'
import { findDirectoryLogin, listLoginProfiles } from '@entente/db/enrolment/membership-directory'
import type { Cloud } from '@entente/domain/core/cloud'
import type { MembershipDirectory } from '@entente/domain/enrolment/membership-directory'
import { checkPasswordHash } from './password.ts'

/** The membership directory that the operator keeps in our own database, for instances without an external one. */
export const ownDirectory = (
  database: Database,
  { passwordHash }: Pick<Cloud, 'passwordHash'>,
): MembershipDirectory => ({
  async signIn(userName, password) {
    const name = userName.trim().toLowerCase()
    const login = await asAuth(database, null, (db) => findDirectoryLogin(db, name))
    // Also checked for an unknown user, so that both cases take the same time (S5).
    if (!(await checkPasswordHash(login?.passwordHash, password, passwordHash)) || !login)
      return { result: 'wrong_credentials' }
    return { result: 'ok', profiles: await asAuth(database, null, (db) => listLoginProfiles(db, name)) }
  },
})
