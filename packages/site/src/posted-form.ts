import { isSecretField } from './form.ts'

/** A posted form that the person can send again: with the same action and the same idempotency key. */
export type PostedForm = {
  action: string
  fields: [name: string, value: string][]
  /** Whether a secret was left out, so that its form has to ask for it again. */
  lacksSecrets: boolean
}

const encoding = /^application\/x-www-form-urlencoded\b/i

/**
 * Reads the posted form from a copy of the request, so that the page's action can read it as well. Returns undefined
 * for a body that no form of the sites sends. Leaves secrets empty: no page may contain what somebody typed into a
 * password field.
 */
export async function readPostedForm({ request, url }: Posting): Promise<PostedForm | undefined> {
  const isForm = request.method === 'POST' && encoding.test(request.headers.get('content-type') ?? '')
  if (!isForm) return undefined
  const body = await request
    .clone()
    .text()
    // Too large, or the client disconnected: reading the request itself reports it.
    .catch(() => '')
  const posted = [...new URLSearchParams(body)]
  if (posted.length === 0) return undefined
  return {
    action: ownPath(url),
    fields: posted.map(([name, value]) => [name, isSecretField(name) ? '' : value]),
    lacksSecrets: posted.some(([name, value]) => isSecretField(name) && value !== ''),
  }
}

type Posting = { request: Request; url: URL }

// A path that begins with two slashes would lead to another site.
const ownPath = ({ pathname, search }: URL): string => pathname.replace(/^\/+/, '/') + search
