import { accountActs, findAccount } from '#lib/operator/account-control.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const wanted = event.url.searchParams.get('done')
  return {
    ...(await findAccount(event)),
    done: Object.values(accountActs).find(({ done }) => done === wanted)?.done,
  }
}
