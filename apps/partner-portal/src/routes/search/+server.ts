import { refusalOf } from '@entente/site/refusal'
import { error } from '@sveltejs/kit'
import { opens } from '#lib/core/navigation.ts'
import { hrefOfRow, nameOfRow } from '#lib/relationship/request-row.ts'
import type { RequestHandler } from './$types'

const limit = 5

export type Found = {
  id: string
  href: string
  label: string
  detail: string
  kind: 'customers' | 'requests' | 'users'
}

/** What the palette finds, of what the person may open. */
export const GET: RequestHandler = async ({ locals: { api, session, t }, url }) => {
  if (!session) error(401, t('errors.not_signed_in'))
  const person = { roles: session.roles, status: session.organisation?.status ?? null }
  const search = url.searchParams.get('text')?.trim().slice(0, 200) ?? ''
  if (!search) return Response.json([])
  const found: Found[][] = await Promise.all([
    opens(person, 'customers.view')
      ? api.customers.list.query({ search, limit }).then(({ customers }) =>
          customers.map(({ id, name, domain }) => ({
            ...{
              id,
              kind: 'customers' as const,
              href: `/customers/${id}`,
              label: name,
              detail: domain ?? '',
            },
          })),
        )
      : [],
    opens(person, 'relationship_request.view_log')
      ? api.relationshipRequest.list.query({ search, limit }).then(({ rows }) =>
          rows.map((row) => ({
            id: row.id,
            kind: 'requests' as const,
            href: hrefOfRow(row) ?? `/requests?${new URLSearchParams({ search })}`,
            label: nameOfRow(t, row),
            detail: t(`portal.requests.state.${row.state}`),
          })),
        )
      : [],
    opens(person, 'users.view')
      ? api.users.list.query({ search, limit }).then(({ users }) =>
          users.map(({ id, name, email }) => ({
            ...{ id, kind: 'users' as const, href: `/settings/users/${id}`, label: name, detail: email },
          })),
        )
      : [],
  ]).catch((cause: unknown) => {
    // A text that no list can search for finds nothing.
    if (refusalOf(cause)) return []
    throw cause
  })
  return Response.json(found.flat())
}
