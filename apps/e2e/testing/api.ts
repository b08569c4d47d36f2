// Calls the API like the sites, but with plain requests: tests must not depend on the client that they test.
import { randomUUID } from 'node:crypto'

/** Calls procedures at `url`; throws an error with the code of a refusal. */
export function createApi(url: string) {
  async function answerOf<T>(response: Response): Promise<T> {
    const body = (await response.json()) as {
      result?: { data: T }
      error?: { data: { refusal?: { code: string } } }
    }
    if (body.error || !body.result)
      throw new Error(`${response.status} ${body.error?.data.refusal?.code ?? 'fault'}`)
    return body.result.data
  }
  const headersOf = (token: string) => ({
    'content-type': 'application/json',
    authorization: `Bearer ${token}`,
    'x-entente-client-address': randomUUID(),
  })
  return {
    async query<T>(token: string, path: string, input: unknown): Promise<T> {
      const query = `input=${encodeURIComponent(JSON.stringify(input))}`
      return answerOf(await fetch(`${url}/trpc/${path}?${query}`, { headers: headersOf(token) }))
    },
    async mutate<T>(token: string, path: string, input: Record<string, unknown>): Promise<T> {
      const body = JSON.stringify({ ...input, idempotencyKey: randomUUID() })
      return answerOf(await fetch(`${url}/trpc/${path}`, { method: 'POST', headers: headersOf(token), body }))
    },
  }
}
