import { type Audience, audiences } from '@entente/domain/core/audience'
import { freePort } from '@entente/testkit/ports'
import type { Environment } from '../process.ts'
import { siteSecrets } from './acts.ts'
import { startBalancer } from './balancer.ts'
import { keepProgram, type Part } from './parts.ts'

const folders: Record<Audience, string> = {
  partner: 'partner-portal',
  customer: 'acceptance-site',
  operator: 'operator-console',
}

/** The program of a built site. */
export const siteFile = (audience: Audience): string => `apps/${folders[audience]}/server.ts`

/** What only the sites are told; all people come from one address in a test. */
export const siteEnv = (audience: Audience, urls: SitePlaces['urls'], secret: string): Environment => ({
  ...{ ORIGIN: urls[audience], SITE_SECRET: secret, REQUESTS_PER_MINUTE: '1000000' },
})

/** A balancer for each site, and room for two processes behind it. */
export type SitePlaces = {
  urls: Record<Audience, string>
  ports: Record<Audience, number[]>
  stop: () => Promise<void>
}

/** The sites' addresses are known before their processes start: the API writes them into mails. */
export async function placeSites(): Promise<SitePlaces> {
  const places = await Promise.all(
    audiences.map(async (audience) => {
      const ports = [await freePort(), await freePort()]
      return { audience, ports, balancer: await startBalancer(ports) }
    }),
  )
  const each = <T>(of: (place: (typeof places)[number]) => T) =>
    Object.fromEntries(places.map((place) => [place.audience, of(place)])) as Record<Audience, T>
  return {
    urls: each(({ balancer }) => balancer.url),
    ports: each(({ ports }) => ports),
    async stop() {
      for (const { balancer } of places) await balancer.stop()
    },
  }
}

/** Starts two processes of a built site. */
export const keepSite = (
  audience: Audience,
  { urls, ports }: SitePlaces,
  env: Environment,
  onLine: (line: string) => void,
): Promise<Part[]> =>
  Promise.all(
    ports[audience].map((port, index) =>
      keepProgram({
        ...{ name: `${folders[audience]} ${index + 1}`, kind: 'site', port, onLine },
        file: siteFile(audience),
        env: () => ({ ...env, ...siteEnv(audience, urls, siteSecrets[audience]) }),
      }),
    ),
  )
