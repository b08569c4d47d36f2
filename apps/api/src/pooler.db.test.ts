import { randomUUID } from 'node:crypto'
import { hashPassword } from '@entente/auth/password'
import { findPgBouncer, startPgBouncer } from '@entente/testkit/pgbouncer'
import { waitFor } from '@entente/testkit/wait'
import { authorizing, givenWorld, grantAll, tokenOf } from '@entente/trpc/testing'
import { type Answer, type Call, call, inShort } from '@entente/trpc/testing/http'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { apiProcesses } from '../testing/processes.ts'

const poolSize = 2
const password = 'harbour lamp violet 42'
vi.setConfig({ testTimeout: 60_000 })

/** An API behind a real PgBouncer in transaction mode that has fewer connections than the API. */
async function givenPooledApi() {
  const world = await givenWorld()
  const pooler = await startPgBouncer({
    ...{ to: Number(new URL(world.urls.owner).port), roles: ['entente_api'], poolSize },
  })
  afterAll(() => pooler.stop())
  const { port } = await apiProcesses(world).start({
    DATABASE_URL: `${pooler.through(world.urls.api)}?application_name=pooled`,
    DATABASE_PREPARED: 'off',
  })
  const api = { request: (to: string, init: RequestInit) => fetch(`http://127.0.0.1:${port}${to}`, init) }
  const ask = (asked: Call) => call(api, asked)
  const accept = (token: string, session: string, grants = grantAll) =>
    ask({ path: 'invitation.accept', type: 'mutation', input: authorizing(token, grants), token: session })
  const customersOf = (token: string, input = {}) =>
    ask({ path: 'customers.list', type: 'query', input, token })
  return { world, pooler, ask, accept, customersOf }
}

/** What a procedure gave back; fails with its refusal. */
function resultOf<T>(answer: Answer): T {
  expect(inShort(answer)).toBe('200')
  return answer.body.result?.data as T
}
const namesIn = (answer: Answer) =>
  resultOf<{ customers: { name: string }[] }>(answer).customers.map(({ name }) => name)

describe.skipIf(!findPgBouncer())('behind PgBouncer (skipped without pgbouncer)', async () => {
  if (!findPgBouncer()) return
  const { world, pooler, ask, accept, customersOf } = await givenPooledApi()

  test('people sign in, accept, list, search and are refused as on a connection of their own', async () => {
    const partner = await world.partner()
    const agent = await world.person({
      ...{ organisationId: partner.id, audience: 'partner', roles: ['admin_agent'] },
      passwordHash: await hashPassword(password),
    })
    const signIn = (tried: string) =>
      ask({
        ...{ path: 'session.signIn', type: 'mutation', site: 'partner' },
        input: { email: agent.email, password: tried },
      })
    expect(inShort(await signIn('another lamp violet 42'))).toMatch(/^4\d\d /)
    const signedIn = await signIn(password)
    const { token } = resultOf<{ token: string }>(signedIn)

    const customer = await world.customer({ legalName: 'Kestrel Works' })
    const link = tokenOf(partner, { withPrivileges: true })
    expect(inShort(await accept(link, await world.tokenFor(customer.person)))).toBe('200')
    expect(namesIn(await customersOf(token))).toEqual(['Kestrel Works'])
    expect(namesIn(await customersOf(token, { search: 'kestr' }))).toEqual(['Kestrel Works'])
    expect(namesIn(await customersOf(token, { search: 'osprey' }))).toEqual([])
    expect(inShort(await accept(`${link.slice(0, -4)}AAAA`, await world.tokenFor(customer.person)))).toMatch(
      /^4\d\d /,
    )
  })

  test('R7 of two accepts at once one creates, the other gets the same 200', async () => {
    const link = tokenOf(await world.partner(), { withPrivileges: true })
    for (let round = 0; round < 10; round++) {
      const { id, person } = await world.customer()
      const session = await world.tokenFor(person)
      const answers = await Promise.all([accept(link, session), accept(link, session)])
      const results = answers.map((answer) => resultOf<{ result: string }>(answer).result)
      expect(results.toSorted()).toEqual(['accepted', 'already_partner'])
      const rows = await world.asOwner('select from relationship where customer_id = $1', [id])
      expect(rows).toHaveLength(1)
    }
  })

  test('S1 tenants that share its connections each see their own customers, and nobody else’s', async () => {
    const owners = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const [partner, legalName] = [await world.partner(), `Customer ${randomUUID()}`]
        const { person } = await world.customer({ legalName })
        resultOf(await accept(tokenOf(partner), await world.tokenFor(person), []))
        return { token: await world.tokenFor(partner.person), legalName }
      }),
    )
    const asked = Array.from({ length: 8 }, () => owners).flat()
    const seen = await Promise.all(asked.map(({ token }) => customersOf(token)))
    expect(seen.map(namesIn)).toEqual(asked.map(({ legalName }) => [legalName]))
    const connections = await world.asOwner(
      `select from pg_stat_activity where application_name = 'pooled' and datname = current_database()`,
    )
    expect(connections).toHaveLength(poolSize)
  })

  test('R5 while it is away requests are refused as unavailable, and served once it is back', async () => {
    const token = await world.tokenFor((await world.partner()).person)
    expect(inShort(await customersOf(token))).toBe('200')
    process.kill(pooler.pid(), 'SIGKILL')
    await pooler.exited()
    expect(inShort(await customersOf(token))).toBe('503 unavailable')
    await pooler.restart()
    await waitFor(async () => inShort(await customersOf(token)) === '200', { timeoutMs: 5000 })
  })
})
