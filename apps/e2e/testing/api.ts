// Calls the API like the sites, but with plain requests: tests must not depend on the client that they test.
import { randomUUID } from 'node:crypto'

/**
 * Calls procedures at `url`; throws an error with the code of a refusal. `secretFor` finds the secret of the site that a
 * session belongs to.
 */
export function createApi(url: string, secretFor: (token: string) => Promise<string>) {
  async function answerOf<T>(response: Response): Promise<T> {
    const body = (await response.json()) as {
      result?: { data: T }
      error?: { data: { refusal?: { code: string } } }
    }
    if (body.error || !body.result)
      throw new Error(`${response.status} ${body.error?.data.refusal?.code ?? 'fault'}`)
    return body.result.data
  }
  const headersOf = async (token: string, secret?: string) => ({
    'x-entente-site-secret': secret ?? (await secretFor(token)),
    'content-type': 'application/json',
    authorization: `Bearer ${token}`,
    'x-entente-client-address': randomUUID(),
  })
  return {
    async query<T>(token: string, path: string, input: unknown): Promise<T> {
      const query = `input=${encodeURIComponent(JSON.stringify(input))}`
      return answerOf(await fetch(`${url}/trpc/${path}?${query}`, { headers: await headersOf(token) }))
    },
    async mutate<T>(
      token: string,
      path: string,
      input: Record<string, unknown>,
      secret?: string,
    ): Promise<T> {
      const body = JSON.stringify({ ...input, idempotencyKey: randomUUID() })
      const headers = await headersOf(token, secret)
      return answerOf(await fetch(`${url}/trpc/${path}`, { method: 'POST', headers, body }))
    },
  }
}
