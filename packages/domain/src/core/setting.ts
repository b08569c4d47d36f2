import { z } from 'zod'

const listed = (text: string): string[] => text.split(',').flatMap((part) => part.trim() || [])

const address = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])

/** Comma-separated addresses and networks (`10.0.0.0/8`); an empty text means none. */
export const networks = z.string().transform(listed).pipe(z.array(address))

const nameServer = z.union([
  z.ipv4(),
  z.ipv6(),
  z.string().regex(/^(\d+\.){3}\d+:\d{1,5}$/),
  z.string().regex(/^\[[\da-f:.]+\]:\d{1,5}$/i),
])

/** Comma-separated addresses of name servers, each with a port if it is not 53: `192.0.2.53`, `[2001:db8::53]:5353`. */
export const nameServers = z.string().transform(listed).pipe(z.array(nameServer))

const webhookSecret = z.string().regex(/^whsec_[A-Za-z0-9+/]{16,}={0,2}$/)

/**
 * The secret with which a mail provider signs its webhooks, `whsec_…`. During a rotation there are two,
 * comma-separated, the newer one first: a signature by either is accepted.
 */
export const webhookSecrets = z.string().transform(listed).pipe(z.array(webhookSecret).min(1).max(2))

/** The 256-bit secret by which the API knows a site, in base64url. */
export const siteSecret = z.string().regex(/^[\w-]{43}$/)

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** The SHA-256 of a site's secret in hex. During a rotation there are two, comma-separated: both secrets are accepted. */
export const siteHashes = z.string().transform(listed).pipe(z.array(sha256).min(1).max(2))

const serviceHash = z
  .string()
  .regex(/^[a-z\d-]{1,50}=[0-9a-f]{64}$/)
  .transform((entry) => ({ service: entry.slice(0, -65), hash: entry.slice(-64) }))

/**
 * The SHA-256 of the secret of each service's portal, `azure=<hash>,intune=<hash>`. During a rotation a service stands there
 * twice: both secrets are accepted.
 */
export const serviceHashes = z.string().transform(listed).pipe(z.array(serviceHash))
export type ServiceHashes = z.output<typeof serviceHashes>

const factorClaim = z
  .string()
  .regex(/^(acr|amr):[\x21-\x7e]{1,200}$/)
  .transform((text) => ({ claim: text.slice(0, 3) as 'acr' | 'amr', value: text.slice(4) }))

/** Comma-separated values that say that a second factor was given, `amr:mfa,acr:urn:example:strong`. */
export const factorClaims = z.string().transform(listed).pipe(z.array(factorClaim))

/** The issuer of operators: https, or plain http on this machine. */
export const operatorIssuer = z.url({ protocol: /^https?$/ }).refine((text) => {
  const url = URL.parse(text)
  return url?.protocol === 'https:' || url?.hostname === 'localhost' || url?.hostname === '127.0.0.1'
}, 'is not https')

/** What one address may ask of a site; a form counts as ten requests. An office behind one address has many people. */
export const requestsPerMinute = z.coerce.number().int().min(60).default(6000)

/** The name of the key that signs what a provisioner is asked. */
export const provisionerKeyId = z.string().regex(/^[\w.-]{1,64}$/)

/** The key itself: text of 32 characters or more, used as it is. */
export const provisionerSecret = z.string().regex(/^[\x21-\x7e]{32,200}$/)

const count = (from: number, to: number, usual: number) =>
  z.coerce.number().int().min(from).max(to).default(usual)

/** Connections of one process to the database. More than 8 to 10 on two cores only add latency. */
export const databaseConnections = count(2, 100, 10)

/** Whether connections prepare statements, which a pooler in between must know. */
export const databasePrepared = z.enum(['on', 'off']).default('on')

/** Requests that may wait for a connection in one API; with ten connections 50 take about a tenth of a second. */
export const requestsWaiting = count(1, 10_000, 50)

/** A session without activity ends after this time. Never later than 30 minutes. */
export const sessionIdleMinutes = count(5, 30, 30)

/** Every session ends after this time. Never later than 12 hours. */
export const sessionHours = count(1, 12, 12)

/** Mails and orders that one worker has with a server; they mostly wait for it, so there are more than cores. */
export const mailsAtOnce = count(1, 500, 32)
export const ordersAtOnce = count(1, 100, 8)

/** Other jobs that one worker runs at once. */
export const jobsAtOnce = count(1, 100, 4)

/** What one address of a visitor may try, before it waits. An office behind one address has many people. */
export const triesOfAddress = {
  SIGN_INS_PER_MINUTE: count(10, 1000, 30),
  SIGN_UPS_PER_HOUR: count(5, 1000, 30),
  RESETS_PER_HOUR: count(5, 1000, 30),
  /** To partners in the directory. */
  QUESTIONS_PER_HOUR: count(1, 200, 10),
  /** Links that do not exist. Nobody guesses one of 256 bits; this spares the database those who try. */
  UNKNOWN_LINKS_PER_MINUTE: count(5, 100, 10),
}
