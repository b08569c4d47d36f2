import { idOf } from '@entente/domain/core/id'
import { notFound, refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import type { RequestHandler } from './$types'

/**
 * The file of a tenant's whole export: lines of JSON, the first of which says how many rows follow. It is sent part by part, so
 * that a large one needs little memory.
 */
export const GET: RequestHandler = async (event) => {
  requireSession(event)
  const { api, t } = event.locals
  const id = idOf<'organisation'>().safeParse(event.params.id)
  if (!id.success) notFound(t)
  const read = (part?: number) => api.operatorExports.part.query({ id: id.data, part })
  // Before anything is sent a refusal can still become an error page.
  const first = await read().catch((cause: unknown) => {
    if (refusalOf(cause)) notFound(t)
    throw cause
  })
  let next: Awaited<ReturnType<typeof read>> | null = first
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (!next) return controller.close()
      controller.enqueue(encoder.encode(next.lines))
      next = next.next === null ? null : await read(next.next)
    },
  })
  return new Response(body, {
    headers: {
      'content-type': 'application/jsonl; charset=utf-8',
      'content-disposition': `attachment; filename="export-${id.data}.jsonl"`,
      'cache-control': 'no-store',
    },
  })
}
