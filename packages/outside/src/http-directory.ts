import type { MembershipAnswer, MembershipDirectory } from '@entente/domain/enrolment/membership-directory'
import { mpnProfile } from '@entente/domain/enrolment/mpn-profile'
import { z } from 'zod'
import { openGuard } from './guard.ts'
import { boundedFetch, type Fetch } from './guarded-fetch.ts'

const answer = z.object({ profiles: z.array(mpnProfile).max(200) })

type Settings = {
  url: string
  key: string
  timeoutMs?: number
  nameServers?: readonly string[] | undefined
  fetch?: Fetch
}

/**
 * A membership directory behind HTTP, as docs/membership-directory.md describes it. Every unclear response counts as
 * unavailable: the applicant is asked to try later, and nothing of request or response is logged.
 */
export function httpDirectory({
  url,
  key,
  timeoutMs = 5000,
  nameServers,
  fetch: send = boundedFetch({ nameServers }),
}: Settings): MembershipDirectory {
  const ask = async (userName: string, password: string): Promise<MembershipAnswer> => {
    const response = await send(new URL('sign-in', url.endsWith('/') ? url : `${url}/`), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        accept: 'application/json',
      },
      body: JSON.stringify({ userName, password }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (response.status === 401) return { result: 'wrong_credentials' }
    if (response.status !== 200) return { result: 'unavailable' }
    return { result: 'ok', profiles: answer.parse(await response.json()).profiles }
  }
  const guard = openGuard()
  return {
    signIn: (userName, password) =>
      guard('membership', url, () => ask(userName, password)).catch(
        (): MembershipAnswer => ({ result: 'unavailable' }),
      ),
  }
}
