import { idOf } from '@entente/domain/core/id'
import { removeRelationshipInput } from '@entente/domain/relationship/relationship-removal'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { notFound, refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const wanted = idOf<'relationship'>().safeParse(event.params.id)
  if (!wanted.success) notFound(event.locals.t)
  const review = await event.locals.api.customerRemoval.review
    .query({ id: wanted.data })
    .catch((cause: unknown) => {
      const refusal = refusalOf(cause)
      if (refusal?.code === 'not_found') notFound(event.locals.t)
      // The record says why the person cannot remove it.
      if (refusal?.code === 'missing_permission') redirect(303, `/customers/${wanted.data}`)
      throw cause
    })
  if (review.status === 'removed') redirect(303, `/customers/${review.id}`)
  return { review, idempotencyKey: newIdempotencyKey() }
}

export const actions: Actions = {
  default: (event) => {
    const input = removeRelationshipInput.extend({ id: idOf<'relationship'>() })
    return formAction(event, {
      schema: ({ stated, version, typedName }) =>
        input.safeParse({
          ...{ id: event.params.id, typedName },
          attestation: { given: stated === 'on', version: version ?? '' },
        }),
      press: 'portal.removal.submit',
      send: (removal) => event.locals.api.customerRemoval.remove.mutate(removal),
      fields: {
        name_not_typed: 'typedName',
        attestation_missing: 'stated',
        attestation_changed: 'stated',
      },
      next: `/customers/${event.params.id}?removed`,
    })
  },
}
