import { createHash, createHmac } from 'node:crypto'
import type { Provisioner, ProvisionerAnswer } from '@entente/domain/customer/provisioning'
import { z } from 'zod'
import { boundedFetch, type Fetch } from './guarded-fetch.ts'

const externalId = z.string().min(1).max(200)
const answer = z.discriminatedUnion('state', [
  z.object({ state: z.literal('success'), externalId }),
  z.object({ state: z.literal('failed'), code: z.string().regex(/^[a-z_]{1,40}$/) }),
  z.object({ state: z.literal('pending'), externalId: externalId.nullable().default(null) }),
])

type Settings = {
  url: string
  keyId: string
  secret: string
  timeoutMs?: number
  nameServers?: readonly string[] | undefined
  fetch?: Fetch
  clock?: () => Date
}

/** The lines that a request is signed over: changing one of them takes the secret. */
export const signatureOf = (
  secret: string,
  { at, method, path, key, body }: { at: string; method: string; path: string; key: string; body: string },
): string => {
  const digest = createHash('sha256').update(body).digest('hex')
  return createHmac('sha256', secret).update([at, method, path, key, digest].join('\n')).digest('hex')
}

/**
 * A provisioner behind HTTP, as docs/provisioning.md describes it. Every response that the contract does not name leaves it
 * open whether the provisioner acted, so that the same id is asked again. Nothing of request or response is logged.
 */
export function httpProvisioner({
  url,
  keyId,
  secret,
  timeoutMs = 10_000,
  nameServers,
  fetch: send = boundedFetch({ nameServers }),
  clock = () => new Date(),
}: Settings): Provisioner {
  const base = url.endsWith('/') ? url : `${url}/`
  const ask = (method: 'GET' | 'POST', path: string, key: string, body = '') => {
    const address = new URL(path, base)
    const at = String(Math.floor(clock().getTime() / 1000))
    const signature = signatureOf(secret, { at, method, path: address.pathname, key, body })
    return send(address, {
      method,
      headers: {
        accept: 'application/json',
        ...(body && {
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(body)),
        }),
        'idempotency-key': key,
        'entente-key-id': keyId,
        'entente-timestamp': at,
        'entente-signature': signature,
      },
      ...(body && { body }),
      signal: AbortSignal.timeout(timeoutMs),
    })
  }
  const silence = (): ProvisionerAnswer => ({ state: 'unclear', fault: 'no_answer' })
  return {
    order: ({ requestedAt, ...order }) => {
      const body = JSON.stringify({ ...order, requestedAt: requestedAt.toISOString() })
      return ask('POST', 'provisionings', order.id, body).then(readAnswer, silence)
    },
    status: (id) =>
      ask('GET', `provisionings/${id}`, id).then(
        (response) => (response.status === 404 ? null : readAnswer(response)),
        silence,
      ),
  }
}

async function readAnswer(response: Response): Promise<ProvisionerAnswer> {
  if (response.status !== 200 && response.status !== 202)
    return { state: 'unclear', fault: `status_${response.status}` }
  const read = answer.safeParse(await response.json().catch(() => undefined))
  return read.success ? read.data : { state: 'unclear', fault: 'not_understood' }
}
