import type { ListWatch, Watcher } from '@entente/trpc/relationship/list-watch'

const noStore = { 'cache-control': 'no-store' }

/**
 * Server-sent events for one open page: each says that a list of its partner changed, and nothing else. Authorised as a read is,
 * and no activity of the person.
 */
export function changes(listWatch: ListWatch, watcher: Watcher | null): Response {
  if (!watcher) return new Response(null, { status: 401, headers: noStore })
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined
  const encoder = new TextEncoder()
  const say = (text: string) => controller?.enqueue(encoder.encode(text))
  const close = listWatch.open(watcher, {
    changed: () => say('data: changed\n\n'),
    beat: () => say(':\n\n'),
    end: () => controller?.close(),
  })
  if (close === 'not_allowed') return new Response(null, { status: 403, headers: noStore })
  if (close === 'too_many')
    return new Response(null, { status: 503, headers: { ...noStore, 'retry-after': '60' } })
  const body = new ReadableStream<Uint8Array>({
    start(started) {
      controller = started
      // The page learns at once that the stream is open.
      say(':\n\n')
    },
    cancel() {
      controller = undefined
      close()
    },
  })
  const headers = { ...noStore, 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' }
  return new Response(body, { headers })
}
