import { MIMEType } from 'node:util'
import { error } from '@sveltejs/kit'

/** What a form without a file may have: the longest text of a form is 4,000 letters, in Chinese 9 bytes each. */
export const formBytesMax = 64 * 1024
/** The largest form of the sites has far fewer. */
export const fieldsMax = 500

/**
 * The request with a body that fails with a 413 as soon as it is too long or has too many fields. Both are counted in
 * the raw bytes, chunked or not: whatever parses the body reads all of it first, so it never sees a hostile one.
 */
export function limitBody(request: Request, bytesMax: () => number): Request {
  if (!request.body) return request
  const fieldsIn = fieldCounter(request.headers.get('content-type') ?? '')
  let bytes = 0
  let fields = 0
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.length
      fields += fieldsIn(chunk)
      if (bytes > bytesMax() || fields > fieldsMax) error(413, 'Content Too Large')
      controller.enqueue(chunk)
    },
  })
  // Cancelling would close the connection before the visitor has the answer.
  const body = request.body.pipeThrough(counted, { preventCancel: true })
  // `duplex` is not yet in the types.
  return new Request(request, { body, duplex: 'half' } as RequestInit)
}

/** Counts what separates the fields of a form, in one chunk after another. */
function fieldCounter(contentType: string): (chunk: Uint8Array) => number {
  const separator = Buffer.from(separatorOf(contentType))
  let rest = Buffer.alloc(0)
  return (chunk) => {
    const bytes = Buffer.concat([rest, chunk])
    let count = 0
    let from = 0
    for (let at = bytes.indexOf(separator); at !== -1; at = bytes.indexOf(separator, from)) {
      count += 1
      from = at + separator.length
    }
    // The chunk may end in the middle of a separator.
    rest = bytes.subarray(Math.max(from, bytes.length - separator.length + 1))
    return count
  }
}

function separatorOf(contentType: string): string {
  if (!/^\s*multipart\//i.test(contentType)) return '&'
  try {
    return `--${new MIMEType(contentType).params.get('boundary') ?? ''}`
  } catch {
    return '--'
  }
}
