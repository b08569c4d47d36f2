import { idOf } from '@entente/domain/core/id'
import { notFound, refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { z } from 'zod'
import type { PageServerLoad } from './$types'

const address = z.object({ id: idOf<'relationship'>(), acceptance: idOf<'acceptance'>() })

export const load: PageServerLoad = async (event) => {
  const { api, t } = event.locals
  requireSession(event)
  const wanted = address.safeParse(event.params)
  if (!wanted.success) notFound(t)
  const receipt = await api.customers.receipt.query(wanted.data).catch((cause: unknown) => {
    if (refusalOf(cause)?.code === 'not_found') notFound(t)
    throw cause
  })
  return { receipt }
}
