import { idOf } from '@entente/domain/core/id'
import { notFound, refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import type { RequestEvent } from '@sveltejs/kit'

/** A statement with its lines from a position on; the error page where this partner has none. */
export async function readStatement(event: RequestEvent, { from = 0, limit = 100 } = {}) {
  requireSession(event)
  const { api, t } = event.locals
  const id = idOf<'statement'>().safeParse(event.params.id)
  if (!id.success) notFound(t)
  return api.billing.get.query({ id: id.data, from, limit }).catch((cause: unknown) => {
    if (refusalOf(cause)?.code === 'not_found') notFound(t)
    throw cause
  })
}

export type Statement = Awaited<ReturnType<typeof readStatement>>

/** A statement with all of its lines. */
export async function readWholeStatement(event: RequestEvent): Promise<Statement> {
  const first = await readStatement(event, { limit: 500 })
  const lines = [...first.lines]
  for (let from = first.next; from !== null; ) {
    const page = await readStatement(event, { from, limit: 500 })
    lines.push(...page.lines)
    from = page.next
  }
  return { ...first, lines, next: null }
}
