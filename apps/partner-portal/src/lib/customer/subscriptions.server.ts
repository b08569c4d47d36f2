import { type IdNoun, idOf } from '@entente/domain/core/id'
import { notFound } from '@entente/site/refusal'
import type { RequestEvent } from '@sveltejs/kit'

/** The id of this noun in the address; not found if it is none. */
export function idAt<Noun extends IdNoun>(
  { params, locals }: RequestEvent,
  name: 'id' | 'offer' | 'subscription',
) {
  const id = idOf<Noun>().safeParse(params[name])
  if (!id.success) notFound(locals.t)
  return id.data
}

/** The relationship whose record the page belongs to. */
export const recordId = (event: RequestEvent) => idAt<'relationship'>(event, 'id')
