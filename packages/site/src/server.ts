import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { clientAddress, trustedProxies } from '@entente/process/client-address'
import { createDrain } from '@entente/process/drain'
import { hostOf, widerNetworkOf } from '@entente/process/network'
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'
import { answerUnreadable, headerBytesMax, refuseLargeCookies } from './large-headers.ts'
import { headersOfLastResort } from './last-resort.ts'
import { formBytesMax } from './limit-body.ts'
import { logInfo } from './log.ts'
import { askOtherProcess, filesOf } from './other-build.ts'
import { type SiteSettings, siteCloud, siteSettings, siteVariable } from './settings.ts'
import { refuseRequest } from './too-many-requests.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

// adapter-node reads these names once, when its handler is imported. Only this process can set the headers: they
// are deleted from every request first.
const addressHeader = 'x-entente-client-address'
const protocolHeader = 'x-entente-protocol'

// A form costs the site and the API several times what a page does.
const postCost = 10

/** Set `bodyBytesMax` if forms upload files, to what a file and the rest of its form need. */
type Site = { name: string; build: URL; bodyBytesMax?: number }

/**
 * Runs a built site until a signal stops it. `build` is the folder that adapter-node wrote. If a setting is missing,
 * prints which one and exits.
 */
export async function startSite({ name, build, bodyBytesMax = formBytesMax }: Site): Promise<Server> {
  const settings = settingsOrExit()
  const endpoint = settings.OTEL_EXPORTER_OTLP_ENDPOINT
  // Loaded only if there is a collector.
  const tracing = endpoint
    ? (await import('@entente/process/tracing')).startTracing({ service: name, endpoint })
    : undefined
  process.env[siteVariable] = name
  process.env.BODY_SIZE_LIMIT = String(bodyBytesMax)
  process.env.ADDRESS_HEADER = addressHeader
  process.env.PROTOCOL_HEADER = protocolHeader
  const { handler } = (await import(new URL('handler.js', build).href)) as { handler: Handler }
  const drain = createDrain()
  const server = createSiteServer(handler, settings, { isStopping: drain.isStopping, files: filesOf(build) })
  drain.watch(server)
  server.listen(settings.PORT, settings.HOST, () => {
    logInfo('listening', { origin: settings.ORIGIN })
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, async () => {
      await drain.stop()
      // An unresponsive collector must not keep the process alive.
      await Promise.race([tracing?.stop(), sleep(700)])
      process.exit(0)
    })
  return server
}

function settingsOrExit(): SiteSettings {
  try {
    siteCloud()
    return siteSettings()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}

/**
 * The HTTP server around a site's handler: probes, the host check, the limit for one address, headers that only
 * proxies may set, and `files` of other builds.
 */
export function createSiteServer(
  handler: Handler,
  settings: SiteSettings,
  { isStopping = () => false, files }: { isStopping?: () => boolean; files?: ReadonlySet<string> } = {},
): Server {
  const { host, origin, protocol } = new URL(settings.ORIGIN)
  const trusted = trustedProxies(settings.TRUSTED_PROXIES)
  const countRequest = requestCounter(settings.REQUESTS_PER_MINUTE)
  const server = createServer({ maxHeaderSize: headerBytesMax }, (request, response) => {
    if (request.url === '/healthz' || request.url === '/readyz') {
      const isUp = request.url === '/healthz' || !isStopping()
      response.writeHead(isUp ? 200 : 503, { 'content-type': 'text/plain' }).end(isUp ? 'ok\n' : 'stopping\n')
      return
    }
    if (withoutDefaultPort(request.headers.host, protocol) !== host) {
      response.writeHead(421, { 'content-type': 'text/plain' }).end('Misdirected request\n')
      return
    }
    if (refuseLargeCookies(request, response, settings)) return
    const address = clientAddress(request, trusted)
    for (const header of Object.keys(request.headers)) {
      if (/^(x-forwarded-|forwarded$|x-real-ip$|x-entente-)/.test(header)) delete request.headers[header]
    }
    request.headers[addressHeader] = address
    request.headers[protocolHeader] = protocol.slice(0, -1)
    request.headers.host = host
    restoreOrigin(request, origin)
    preferPages(request)
    // For SvelteKit's own responses, such as error pages, which bypass the handle hook; the hook overrides these headers.
    for (const [name, value] of Object.entries(headersOfLastResort)) response.setHeader(name, value)
    if (files && askOtherProcess(request, response, files)) return
    if (request.url?.startsWith('/_app/')) return handler(request, response)
    countRequest(address, request.method === 'POST' ? postCost : 1).then(
      () => handler(request, response),
      ({ msBeforeNext }: RateLimiterRes) => refuseRequest(request, response, settings.CLOUD, msBeforeNext),
    )
  })
  answerUnreadable(server, settings)
  return server
}

/** Counts requests of an address; a network of IPv6 may send ten times as many as each of its hosts. */
function requestCounter(perMinute: number): (address: string, points: number) => Promise<unknown> {
  const hosts = new RateLimiterMemory({ points: perMinute, duration: 60 })
  const networks = new RateLimiterMemory({ points: perMinute * 10, duration: 60 })
  return async (address, points) => {
    await hosts.consume(hostOf(address), points)
    const network = widerNetworkOf(address)
    if (network !== undefined) await networks.consume(network, points)
  }
}

function withoutDefaultPort(host: string | undefined, protocol: string): string | undefined {
  return host?.toLowerCase().replace(protocol === 'https:' ? /:443$/ : /:80$/, '')
}

/**
 * Browsers that hide the referrer by a setting of theirs send `Origin: null` with our own forms. Only the browser can set
 * Sec-Fetch-Site, which tells them from forms of other sites.
 */
function restoreOrigin(request: IncomingMessage, origin: string): void {
  const isOwnForm = request.headers.origin === 'null' && request.headers['sec-fetch-site'] === 'same-origin'
  if (isOwnForm) request.headers.origin = origin
}

/**
 * A form that no script sent gets a page and that page's status. Without this, SvelteKit responds in JSON, always with
 * 200, to a client that accepts anything, such as a command-line tool. Its own script asks for JSON by name.
 */
function preferPages(request: IncomingMessage): void {
  const asksForJson = request.headers.accept?.includes('application/json')
  if (request.method === 'POST' && !asksForJson) request.headers.accept = 'text/html'
}
