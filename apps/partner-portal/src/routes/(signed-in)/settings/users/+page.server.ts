import { idOf } from '@entente/domain/core/id'
import { may } from '@entente/domain/core/permission'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { formPath } from '@entente/site/page-path'
import { requireSession } from '@entente/site/session'
import { readList } from '@entente/site/whole-list'
import { readUserListState } from '#lib/partner/user-list-query.ts'
import { sayWhyNot, whyText } from '#lib/partner/users.server.ts'
import type { Actions, PageServerLoad } from './$types'

const notices = ['agent', 'removed'] as const

export const load: PageServerLoad = async (event) => {
  const { roles } = requireSession(event)
  const { api } = event.locals
  const { searchParams } = event.url
  const state = readUserListState(searchParams)
  const list = await readList(event.url, 'users', (place) =>
    api.users.list.query({ ...state, ...place }),
  ).catch((cause: unknown) => sayWhyNot(event, cause))
  return {
    state,
    users: list.users,
    nextCursor: list.nextCursor,
    whyNotAdd: await whyText(event, list.whyNotAdd),
    /** Whether the page offers the role that a global admin still lacks to add users (U-22). */
    needsAdminAgent: may('partner', roles, 'users.manage_own_agent_role') && !roles.includes('admin_agent'),
    idempotencyKey: newIdempotencyKey(),
    notice: notices.find((known) => known === searchParams.get('done')),
    /** Who was just removed, to undo it. */
    removed: idOf<'membership'>().safeParse(searchParams.get('user')).data,
  }
}

export const actions: Actions = {
  /** Makes a global admin an admin agent with one click. */
  adminAgent: (event) =>
    formAction(event, {
      press: 'users.need_agent.submit',
      send: (keyed) => event.locals.api.users.setOwnAgentType.mutate({ ...keyed, agentType: 'admin_agent' }),
      next: formPath(event.url, { done: 'agent' }),
    }),
}
