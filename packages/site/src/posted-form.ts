import { isSecretField } from './form.ts'

/** A form as it was posted, to be sent once more by the person's own press: to the same place, with the same key. */
export type PostedForm = {
  action: string
  fields: [name: string, value: string][]
  /** Whether something secret was left empty, which its form then asks for again. */
  lacksSecrets: boolean
}

// What the API takes at most: more could not be done by trying again either.
const charactersMax = 256 * 1024
const encoding = /^application\/x-www-form-urlencoded\b/i

/**
 * What a request posts, read from a copy, so that the page's action can read it as well; undefined for everything that
 * no form of the sites sends. Secrets stay empty: no page ever holds what somebody typed into a password field.
 */
export async function readPostedForm({ request, url }: Posting): Promise<PostedForm | undefined> {
  const isForm = request.method === 'POST' && encoding.test(request.headers.get('content-type') ?? '')
  if (!isForm || Number(request.headers.get('content-length')) > charactersMax) return undefined
  const body = await request
    .clone()
    .text()
    // Too large, or the sender broke off: whoever reads the request itself says so.
    .catch(() => '')
  if (body.length > charactersMax) return undefined
  const posted = [...new URLSearchParams(body)]
  if (posted.length === 0) return undefined
  return {
    action: ownPath(url),
    fields: posted.map(([name, value]) => [name, isSecretField(name) ? '' : value]),
    lacksSecrets: posted.some(([name, value]) => isSecretField(name) && value !== ''),
  }
}

type Posting = { request: Request; url: URL }

// A path that begins with two slashes would name another site.
const ownPath = ({ pathname, search }: URL): string => pathname.replace(/^\/+/, '/') + search
