import { idOf } from '@entente/domain/core/id'
import { refusalOf } from '@entente/site/refusal'

/** A customer's record, or null if this partner has no such customer. */
export async function findRecord(api: App.Locals['api'], id: string) {
  const wanted = idOf<'relationship'>().safeParse(id)
  if (!wanted.success) return null
  try {
    return await api.customers.get.query({ id: wanted.data })
  } catch (error) {
    if (refusalOf(error)?.code === 'not_found') return null
    throw error
  }
}

export type CustomerRecord = NonNullable<Awaited<ReturnType<typeof findRecord>>>
