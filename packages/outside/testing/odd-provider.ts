import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Json = Record<string, unknown>

/** Where a provider leaves the plain path; everything left out is as the standard has it. */
export type Behaviour = {
  /** What its issuer is at its own address. */
  path?: string
  /** Changes to its configuration; undefined takes a field out. */
  metadata?: (issuer: string) => Json
  /** How its token endpoint wants the client proven; it refuses every other way. */
  takes?: 'basic' | 'post' | 'jwt' | 'nothing'
  /** Changes to the claims of the ID token; undefined takes a claim out. */
  claims?: Json
  algorithm?: 'RS256' | 'ES256' | 'HS256'
  /** Signs with a key that it does not publish. */
  forges?: 'id_token' | 'userinfo'
  /** Changes to userinfo; a number is the status of its refusal. */
  userinfo?: Json | number
  /** Sends userinfo as a signed token. */
  isUserinfoSigned?: boolean
  /** The query with which the browser comes back, instead of the code. */
  back?: Record<string, string>
  /** What the token endpoint answers instead of tokens. */
  tokens?: { status: number; body: Json }
}

const keys = {
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
}
const others = generateKeyPairSync('rsa', { modulusLength: 2048 })
const client = { id: 'entente', secret: 'seven lamps: + & %' }

/** An OpenID provider of a few lines that behaves as a test says, one behaviour at a time. */
export async function startOddProvider() {
  let behaviour: Behaviour = {}
  let nonce = ''
  const server = createServer((request, response) => void answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`
  const issuer = () => `${origin}${behaviour.path ?? ''}`

  function configuration(): Json {
    return {
      issuer: issuer(),
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      userinfo_endpoint: `${origin}/userinfo`,
      jwks_uri: `${origin}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256', 'ES256'],
      ...behaviour.metadata?.(issuer()),
    }
  }

  const person = { sub: 'kim', email: 'kim@contoso.example', email_verified: true }
  function idToken(): string {
    const now = Math.floor(Date.now() / 1000)
    const times = { iat: now, exp: now + 300 }
    return signed('id_token', {
      iss: configuration().issuer,
      aud: client.id,
      nonce,
      ...times,
      ...person,
      ...behaviour.claims,
    })
  }

  function signed(what: 'id_token' | 'userinfo', claims: Json): string {
    const alg = behaviour.algorithm ?? 'RS256'
    const part = (value: Json) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const text = `${part({ alg, kid: alg, typ: 'JWT' })}.${part(claims)}`
    if (alg === 'HS256')
      return `${text}.${createHmac('sha256', client.secret).update(text).digest('base64url')}`
    const { privateKey } = behaviour.forges === what ? others : keys[alg]
    const bytes = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' })
    return `${text}.${bytes.toString('base64url')}`
  }

  function provesClient(headers: IncomingMessage['headers'], form: URLSearchParams): boolean {
    const { takes = 'basic' } = behaviour
    if (takes === 'post')
      return form.get('client_id') === client.id && form.get('client_secret') === client.secret
    if (takes === 'jwt') return isSignedByClient(form.get('client_assertion') ?? '')
    const encoded = [client.id, client.secret].map((text) =>
      new URLSearchParams({ x: text }).toString().slice(2),
    )
    const expected = `Basic ${Buffer.from(encoded.join(':')).toString('base64')}`
    return takes === 'basic' && headers.authorization === expected
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '', origin)
    const send = (body: Json | string, status = 200, type = 'application/json') => {
      // RFC 6749 5.2 asks for it when the client tried basic.
      if (status === 401) response.setHeader('www-authenticate', 'Basic realm="tokens"')
      response.writeHead(status, { 'content-type': type })
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    }
    const document = `${(behaviour.path ?? '').replace(/\/$/, '')}/.well-known/openid-configuration`
    if (pathname === document) return send(configuration())
    if (pathname === '/keys') return send({ keys: Object.entries(keys).map(published) })
    if (pathname === '/userinfo') {
      const { userinfo, isUserinfoSigned } = behaviour
      if (typeof userinfo === 'number') return send({}, userinfo)
      const claims = { ...person, ...userinfo }
      return isUserinfoSigned ? send(signed('userinfo', claims), 200, 'application/jwt') : send(claims)
    }
    if (pathname !== '/token') return send('Not found', 404, 'text/html')
    let text = ''
    for await (const chunk of request) text += chunk
    if (!provesClient(request.headers, new URLSearchParams(text)))
      return send({ error: 'invalid_client' }, 401)
    if (behaviour.tokens) return send(behaviour.tokens.body, behaviour.tokens.status)
    send({ access_token: 'access', token_type: 'Bearer', id_token: idToken() })
  }

  return {
    client,
    /** Its issuer, once it behaves like this. */
    behave(next: Behaviour): string {
      behaviour = next
      return issuer()
    },
    /** Signs the person in at once; returns the address where the browser comes back. */
    browse(url: string): string {
      const { searchParams } = new URL(url)
      nonce = searchParams.get('nonce') ?? ''
      const state = searchParams.get('state') ?? ''
      const back = new URLSearchParams({ ...(behaviour.back ?? { code: 'code' }), state })
      return `${searchParams.get('redirect_uri')}?${back}`
    },
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const published = ([alg, { publicKey }]: [string, (typeof keys)['RS256']]) => ({
  ...publicKey.export({ format: 'jwk' }),
  ...{ kid: alg, alg, use: 'sig' },
})

function isSignedByClient(assertion: string): boolean {
  const [head, body, signature] = assertion.split('.')
  return createHmac('sha256', client.secret).update(`${head}.${body}`).digest('base64url') === signature
}
