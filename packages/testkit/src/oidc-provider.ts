import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import Provider from 'oidc-provider'

/** Without `sub`, the address says who it is. */
export type Subject = {
  sub?: string
  email?: string
  email_verified?: boolean
  /** How the person signed in: `amr` and `acr` of the ID token. */
  amr?: string[]
  acr?: string
  /** How long ago the credentials were given, whatever was asked for. */
  secondsAgo?: number
}

/**
 * A company's directory: a real OpenID provider on a port of its own, which signs in the subject that it is given. It knows
 * every redirect address that begins with `redirects`, so that a test's companies can share it.
 */
export async function startProvider(redirects: string) {
  const state: { subject: Subject } = { subject: {} }
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'entente',
        client_secret: 'seven-lamps',
        redirect_uris: [redirects],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub', 'amr', 'acr'], email: ['email', 'email_verified'] },
    // As most directories do: the address is in the ID token.
    conformIdTokenClaims: false,
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ ...state.subject, sub: id }) }),
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    ttl: {
      Interaction: 600,
      Session: 600,
      Grant: 600,
      AccessToken: 600,
      IdToken: 600,
      AuthorizationCode: 60,
    },
    clientDefaults: { token_endpoint_auth_method: 'client_secret_post' },
    async loadExistingGrant({ oidc }) {
      const grant = new provider.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      })
      grant.addOIDCScope('openid email')
      await grant.save()
      return grant
    },
  })
  provider.Client.prototype.redirectUriAllowed = (uri) => uri.startsWith(redirects)
  const answer = provider.callback()

  /** The same provider under another issuer name, so that its metadata and its tokens disagree. */
  async function asImpostor(response: ServerResponse): Promise<void> {
    const own = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()
    response.setHeader('content-type', 'application/json')
    const asks = { authorization_response_iss_parameter_supported: false }
    response.end(JSON.stringify({ ...own, ...asks, issuer: `${issuer}/impostor` }))
  }

  /** Who signs in next, from a test in another process. */
  async function hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
    state.subject = JSON.parse(await text(request))
    response.end()
  }

  server.on('request', async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? ''
    if (path === '/say') return hear(request, response)
    if (path.startsWith('/impostor/')) return asImpostor(response)
    if (!path.startsWith('/interaction/')) return answer(request, response)
    const { sub, email, amr, acr, secondsAgo = 0 } = state.subject
    await provider.interactionFinished(request, response, {
      login: {
        accountId: sub ?? email ?? 'somebody',
        ...{ amr, acr, ts: Math.floor(Date.now() / 1000) - secondsAgo },
      },
    })
  })

  /** Follows the redirects as a browser without our cookies; returns the address where the browser comes back. */
  async function browse(url: string, subject: Subject): Promise<URL> {
    state.subject = subject
    const jar = new Map<string, string>()
    let at = url
    for (let hop = 0; hop < 10; hop++) {
      if (at.startsWith(redirects)) return new URL(at)
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const reply = await fetch(at, { redirect: 'manual', headers: { cookie } })
      for (const set of reply.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
        jar.set(name, value)
      }
      at = new URL(reply.headers.get('location') ?? '', at).href
    }
    throw new Error('The provider sent the browser round in circles.')
  }

  return {
    issuer,
    browse,
    /** Sets who signs in next. */
    say(subject: Subject) {
      state.subject = subject
    },
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
