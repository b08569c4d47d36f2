import { siteSecrets } from './servers.ts'

/** Calls the API as the customer's site does for somebody who is signed in; throws on every answer but 200. */
export function customerSite(apiUrl: string) {
  const send = async (path: string, sessionToken: string, body?: object): Promise<unknown> => {
    const headers = {
      authorization: `Bearer ${sessionToken}`,
      'content-type': 'application/json',
      'x-entente-site-secret': siteSecrets.customer,
    }
    const sent = body ? { method: 'POST', body: JSON.stringify(body) } : {}
    const answer = await fetch(`${apiUrl}/trpc/${path}`, { headers, ...sent })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 300)}`)
    return JSON.parse(text).result.data
  }
  return {
    query: (path: string, sessionToken: string, input: object) =>
      send(`${path}?input=${encodeURIComponent(JSON.stringify(input))}`, sessionToken),
    mutate: send,
  }
}
