import type { MpnProfile } from '@entente/domain/enrolment/mpn-profile'
import type { AuthDb } from '../core/scopes.ts'

/** A login of the operator's own membership directory; user names are kept in lower case. */
export const findDirectoryLogin = (
  db: AuthDb,
  userName: string,
): Promise<{ passwordHash: string } | undefined> =>
  db.selectFrom('directoryLogin').select('passwordHash').where('userName', '=', userName).executeTakeFirst()

/** The MPN profiles of a login, by name. */
export async function listLoginProfiles(db: AuthDb, userName: string): Promise<MpnProfile[]> {
  const rows = await db
    .selectFrom('directoryLoginProfile as login')
    .innerJoin('directoryProfile as profile', 'profile.mpnId', 'login.mpnId')
    .select([
      'profile.mpnId',
      'profile.organisationName as name',
      'profile.country',
      'profile.status',
      'profile.incentives',
      'profile.benefits',
      'profile.competencies',
    ])
    .where('login.userName', '=', userName)
    .orderBy('profile.sortKey')
    .orderBy('profile.mpnId')
    .limit(200)
    .execute()
  return rows.map(({ status, ...profile }) => ({ ...profile, active: status === 'active' }))
}
