import { rolesFor } from '@entente/domain/core/permission'
import { accountActs, findAccount } from '#lib/operator/account-control.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const wanted = event.url.searchParams.get('done')
  return {
    ...(await findAccount(event)),
    done: Object.values(accountActs).find(({ done }) => done === wanted)?.done,
    suspendRoles: rolesFor('accounts.suspend'),
    sessionsRoles: rolesFor('accounts.end_sessions'),
    askRoles: rolesFor('operator_requests.ask'),
  }
}
