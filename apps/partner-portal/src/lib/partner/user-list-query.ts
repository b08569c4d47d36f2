import { userListInput } from '@entente/domain/partner/partner-user-input'
import type { z } from 'zod'

/** The user list's state, as the URL keeps it (U4). */
export type UserListState = Pick<z.infer<typeof userListInput>, 'role' | 'factor' | 'status' | 'cursor'> & {
  search: string
}

/** Reads the state from the URL; invalid values are ignored. */
export function readUserListState(parameters: URLSearchParams): UserListState {
  const text = (name: string) => parameters.get(name) || undefined
  const { role, factor, status, search } = userListInput.shape
  return {
    search: search.catch('').parse(text('search')?.trim().slice(0, 200)) ?? '',
    role: role.catch(undefined).parse(text('role')),
    factor: factor.catch(undefined).parse(text('factor')),
    status: status.catch('present').parse(text('status')),
    cursor: text('cursor')?.slice(0, 1000),
  }
}

/** The URL of the list in another state, at its first page unless a cursor is given. */
export function userListHref(state: UserListState, change: Partial<UserListState>): string {
  const { search, role, factor, status, cursor } = { ...state, cursor: undefined, ...change }
  const parameters = new URLSearchParams()
  if (status !== 'present') parameters.set('status', status)
  if (search) parameters.set('search', search)
  if (role) parameters.set('role', role)
  if (factor) parameters.set('factor', factor)
  if (cursor) parameters.set('cursor', cursor)
  return parameters.size > 0 ? `/settings/users?${parameters}` : '/settings/users'
}
