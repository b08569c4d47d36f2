// What real providers do, and what it means here. The sources are OpenID Connect Core and Discovery 1.0, RFC 6749, and the
// documentation of the providers that are named.
import { newId } from '@entente/db/core/new-id'
import { afterAll, describe, expect, test } from 'vitest'
import { type Behaviour, startOddProvider } from '../testing/odd-provider.ts'
import { directoryClient } from './directory-client.ts'

const provider = await startOddProvider()
afterAll(() => provider.stop())

const directories = directoryClient({ allowLocal: true })
const owner = newId<'organisation'>()
const redirectUri = 'https://partner.entente.example/sign-in/directory/1/callback'

/** Signs in at a provider that behaves so: the address with its mark, or the fault. */
async function outcome(behaviour: Behaviour, typed?: (issuer: string) => string): Promise<string> {
  const own = provider.behave(behaviour)
  const { id: clientId, secret: clientSecret } = provider.client
  const directory = { owner, issuer: typed ? typed(own) : own, clientId, clientSecret }
  const left = await directories.depart(directory, redirectUri)
  if (!left.ok) return left.fault
  const back = await directories.arrive(directory, { ...left.value, url: provider.browse(left.value.url) })
  if (!back.ok) return back.fault
  const { address } = back.value
  return address.ok ? `${address.email} ${address.mark}` : address.fault
}

const methods = (...names: string[]) => ({
  metadata: () => ({ token_endpoint_auth_methods_supported: names }),
})
const named = (issuer: string) => ({ metadata: () => ({ issuer }) })
const tokenError = (error: string): Behaviour => ({ tokens: { status: 400, body: { error } } })
const kim = 'kim@contoso.example verified'
const unstated = 'kim@contoso.example unstated'
const tenant = '/8eaef023-2b34-4da1-9baa-8bc8c9d6a490'

const works: [string, string, Behaviour][] = [
  ['names no way to prove the client: basic (Discovery 3)', kim, { takes: 'basic' }],
  ['names none, but takes only post', kim, { takes: 'post' }],
  ['names basic', kim, { ...methods('client_secret_basic'), takes: 'basic' }],
  ['names post alone', kim, { ...methods('client_secret_post'), takes: 'post' }],
  [
    'names both, and the application has post (Auth0, Ping)',
    kim,
    { ...methods('client_secret_post', 'client_secret_basic'), takes: 'post' },
  ],
  [
    'names private keys first (Entra, Okta)',
    kim,
    { ...methods('private_key_jwt', 'client_secret_basic'), takes: 'basic' },
  ],
  [
    'takes only assertions signed with the secret (Keycloak, Okta)',
    kim,
    { ...methods('client_secret_jwt'), takes: 'jwt' },
  ],
  ['sends the mark as text (Cognito, Apple)', kim, { claims: { email_verified: 'true' } }],
  ['sends the mark as text with a capital', kim, { claims: { email_verified: 'True' } }],
  ['sends “false” as text', 'kim@contoso.example unverified', { claims: { email_verified: 'false' } }],
  [
    'says that the address is not verified',
    'kim@contoso.example unverified',
    { claims: { email_verified: false } },
  ],
  [
    'never sends a mark (Entra, AD FS)',
    unstated,
    { claims: { email_verified: undefined }, userinfo: { email_verified: undefined } },
  ],
  ['sends an empty mark', unstated, { claims: { email_verified: null }, userinfo: { email_verified: null } }],
  ['sends the mark in userinfo alone (Core 5.4)', kim, { claims: { email_verified: undefined } }],
  [
    'sends address and mark in userinfo alone (Core 5.4)',
    kim,
    { claims: { email: undefined, email_verified: undefined } },
  ],
  [
    'sends the mark in the ID token, the address in userinfo',
    kim,
    { claims: { email: undefined }, userinfo: { email_verified: undefined } },
  ],
  [
    'verifies another address in userinfo than the ID token names',
    'lee@contoso.example verified',
    { claims: { email_verified: undefined }, userinfo: { email: 'lee@contoso.example' } },
  ],
  [
    'does not verify userinfo’s address, only another in the ID token',
    'lee@contoso.example unstated',
    {
      claims: { email: '', email_verified: null },
      userinfo: { email: 'lee@contoso.example', email_verified: null },
    },
  ],
  [
    'refuses userinfo, although the ID token has the address',
    unstated,
    { claims: { email_verified: undefined }, userinfo: 403 },
  ],
  [
    'has no userinfo',
    unstated,
    { claims: { email_verified: undefined }, metadata: () => ({ userinfo_endpoint: undefined }) },
  ],
  [
    'signs userinfo (Core 5.3.2)',
    kim,
    {
      claims: { email: undefined },
      isUserinfoSigned: true,
      metadata: () => ({ userinfo_signing_alg_values_supported: ['RS256'] }),
    },
  ],
  ['signs userinfo without naming how (Ping)', kim, { claims: { email: undefined }, isUserinfoSigned: true }],
  ['signs with ES256', kim, { algorithm: 'ES256' }],
  [
    'writes an international domain in Unicode',
    'kim@xn--mnchen-3ya.example verified',
    { claims: { email: 'Kim@München.example' } },
  ],
  [
    'writes it in Punycode',
    'kim@xn--mnchen-3ya.example verified',
    { claims: { email: 'kim@XN--MNCHEN-3YA.example' } },
  ],
  [
    'writes it in parts, as some keyboards do',
    'kim@xn--mnchen-3ya.example verified',
    { claims: { email: 'kim@mu\u0308nchen.example' } },
  ],
  ['puts blanks around the address', kim, { claims: { email: ' KIM@contoso.example ' } }],
  ['has an issuer with a path (Okta, Keycloak, Entra)', kim, { path: `${tenant}/v2.0` }],
  ['ends its issuer with a slash (Auth0)', kim, { path: '/' }],
]

const fails: [string, string, Behaviour][] = [
  [
    'takes no secret (Entra with a certificate)',
    'client_method',
    methods('private_key_jwt', 'tls_client_auth'),
  ],
  ['takes no way that we try', 'client', { takes: 'nothing' }],
  ['refuses the client for this grant', 'client', tokenError('unauthorized_client')],
  ['refuses the code, or its redirect address (RFC 6749 5.2)', 'code', tokenError('invalid_grant')],
  ['fails at the token endpoint', 'refused', { tokens: { status: 500, body: {} } }],
  [
    'sends no ID token',
    'no_id_token',
    { tokens: { status: 200, body: { access_token: 'a', token_type: 'Bearer' } } },
  ],
  ['does not let the person in (Entra, Okta: not assigned)', 'denied', { back: { error: 'access_denied' } }],
  ['does not allow the scope', 'scope', { back: { error: 'invalid_scope' } }],
  ['is out of order', 'refused', { back: { error: 'server_error' } }],
  [
    'sends no address (Entra without the optional claim)',
    'no_address',
    {
      claims: { email: undefined, preferred_username: 'kim@contoso.example' },
      userinfo: { email: undefined },
    },
  ],
  ['sends no address, and refuses userinfo', 'userinfo', { claims: { email: undefined }, userinfo: 401 }],
  [
    'answers userinfo for somebody else (Core 5.3.2)',
    'userinfo',
    { claims: { email: undefined }, userinfo: { sub: 'lee' } },
  ],
  [
    'forges signed userinfo',
    'userinfo',
    { claims: { email: undefined }, isUserinfoSigned: true, forges: 'userinfo' },
  ],
  [
    'sends several addresses (Keycloak, a multivalued attribute)',
    'bad_address',
    { claims: { email: ['kim@contoso.example'] } },
  ],
  [
    'sends an address that is not ASCII before the @',
    'bad_address',
    { claims: { email: 'kím@contoso.example' } },
  ],
  ['sends a user name as the address (AD FS)', 'bad_address', { claims: { email: 'CONTOSO\\kim' } }],
  [
    'names another issuer in its tokens (Core 3.1.3.7)',
    'token_issuer',
    { claims: { iss: 'https://sts.windows.net/x/' } },
  ],
  [
    'names its issuer with a slash more in its tokens (Core 3.1.3.7)',
    'token_issuer',
    { path: '/tenant', claims: { iss: 'http://localhost/tenant/' } },
  ],
  ['issues its token to another client', 'audience', { claims: { aud: 'somebody-else' } }],
  ['sends an expired token', 'clock', { claims: { exp: 1_700_000_000 } }],
  ['signs with the client’s secret (Auth0 HS256)', 'signature', { algorithm: 'HS256' }],
  ['signs with a key that it does not publish', 'signature', { forges: 'id_token' }],
  [
    'names its tenants by a placeholder (Entra /common)',
    'shared_issuer',
    { path: '/common/v2.0', metadata: (issuer) => ({ issuer: issuer.replace('common', '{tenantid}') }) },
  ],
  [
    'is known by its domain, but calls itself by its number (Entra)',
    'issuer',
    { path: '/contoso.onmicrosoft.com/v2.0', ...named(`https://login.example${tenant}/v2.0`) },
  ],
  ['names another host (Okta behind a custom domain)', 'issuer', named('https://contoso.okta.example')],
]

describe('a directory that', () => {
  test.each(works)('%s → %s', async (_, expected, behaviour) => {
    expect(await outcome(behaviour)).toBe(expected)
  })

  test.each(fails)('%s → %s', async (_, expected, behaviour) => {
    expect(await outcome(behaviour)).toBe(expected)
  })
})

describe('an issuer typed', () => {
  test.each<[string, string, (issuer: string) => string]>([
    ['with a slash more', '/tenant', (issuer) => `${issuer}/`],
    ['with a slash less (Auth0)', '/tenant/', (issuer) => issuer.slice(0, -1)],
    ['with a slash more, without a path', '', (issuer) => `${issuer}/`],
    ['with capitals in the host', '/tenant', (issuer) => issuer.replace('localhost', 'LocalHost')],
  ])('%s is the same', async (_, path, typed) => {
    expect(await outcome({ path }, typed)).toBe(kim)
  })

  test('where no provider is, is no OpenID provider; where nothing listens, does not answer', async () => {
    expect(await outcome({}, (issuer) => `${issuer}/nowhere`)).toBe('not_openid')
    expect(await outcome({}, () => 'http://localhost:1')).toBe('no_answer')
    expect(await outcome({}, () => 'http://directory.example')).toBe('address')
  })
})
