import { findPersonInput } from '@entente/domain/operator/account-control'
import { textOf } from '@entente/site/list-href'
import { requireSession } from '@entente/site/session'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const email = textOf(event.url.searchParams, 'email', 300)
  const wanted = findPersonInput.safeParse({ email })
  const isUnreadable = email !== undefined && !wanted.success
  if (!wanted.success) return { email, isUnreadable, accounts: [] }
  const { accounts } = await event.locals.api.operatorAccounts.find.query(wanted.data)
  return { email, isUnreadable, accounts }
}
