import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import { seal } from '@entente/auth/sealed'
import { newId } from '@entente/db/core/new-id'
import { asTenant } from '@entente/db/core/scopes'
import { requestProvisionings } from '@entente/db/customer/provisioning'
import { givenCustomer, givenPartner } from '@entente/db/testing/fixtures'
import type { ProvisioningOutcome } from '@entente/domain/customer/provisioning'
import { httpProvisioner } from '@entente/outside/http-provisioner'
import type { JobData } from '@entente/queue/jobs'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { givenAcceptance } from '../testing/given.ts'
import { openStage } from '../testing/index.ts'
import { provision } from './jobs/customer-provision.ts'
import type { Kind } from './provisioning/kind.ts'

const secret = randomBytes(24).toString('base64url')
const child = spawn(
  process.execPath,
  [path.join(import.meta.dirname, '../testing/provisioner-process.ts'), secret],
  { stdio: ['ignore', 'pipe', 'inherit'] },
)
afterAll(() => void child.kill())
const [line] = (await once(child.stdout, 'data')) as [Buffer]
const url = line.toString().trim()

const { database, tools: stageTools } = await openStage()
const at = (key: string) => httpProvisioner({ url, keyId: 'test', secret: key, timeoutMs: 250 })
const tools = { ...stageTools, provisioner: at(secret) }

type Seen = { script: string[]; acted: number; asked: number }
const asSeen = async () => {
  const answer = (await (await fetch(`${url}/seen`)).json()) as { seen: [string, Seen][]; order: string[] }
  return { seen: new Map(answer.seen), order: answer.order }
}

/** What was applied, by the row's id. */
const applied = new Map<string, ProvisioningOutcome[]>()
let crashes = 0
const order: Kind = {
  scope: 'partner',
  async apply(_db, { id }, outcome) {
    if (crashes-- > 0) throw new Error('killed in between')
    applied.set(id, [...(applied.get(id) ?? []), outcome])
  },
}
const kinds = { 'test.order': order }

beforeEach(() => {
  applied.clear()
  crashes = 0
})

const partner = await givenPartner(database.api)
const customer = await givenCustomer(database.api)
const { relationshipId } = await givenAcceptance(database, { partner, customer })
const relationship = { id: relationshipId, partnerId: partner.id, customerId: customer.id }

/** Wishes with a script each, committed with their jobs. */
async function wished(scripts: string[][], subject?: string) {
  const wishes = scripts.map((script) => ({
    ...{ id: newId<'provisioning'>(), relationship, kind: 'test.order' as const },
    ...{ subject: subject ?? newId(), payload: { script } },
  }))
  const tenant = { organisationId: partner.id, audience: 'partner', personId: null } as const
  await asTenant(database.api, tenant, (db) => requestProvisionings(db, wishes, new Date()))
  return wishes.map(({ id }) => id)
}

type Waiting = { id: string; data: JobData<'customer.provision'> }

/** Runs every job of the provisioner until none is left, each `times` at once, without the waits between them. */
async function runAll(times = 2, rounds = 30) {
  for (let round = 0; round < rounds; round++) {
    const waiting = await database.asOwner<Waiting>(
      `update outbox set relayed_at = now() where name = 'customer.provision' and relayed_at is null returning id, data`,
    )
    if (waiting.length === 0) return
    const runs = waiting.flatMap(({ data }) => Array.from({ length: times }, () => data))
    const ended = await Promise.allSettled(runs.map((data) => provision(tools, data, kinds)))
    // The queue runs a job again that failed.
    for (const [index, { status }] of ended.entries())
      for (let again = status === 'rejected'; again; )
        again = await provision(tools, runs[index] as never, kinds).then(
          () => false,
          () => true,
        )
  }
  throw new Error('The provisioner is asked for ever.')
}

const rowsOf = (ids: string[]) =>
  database.asOwner<{
    id: string
    state: string
    external_id: string | null
    refusal: string | null
    attempts: number
  }>(
    'select id, state, external_id, refusal, attempts from provisioning where id = any($1::uuid[]) order by id',
    [ids],
  )

describe('§4.10 against a provisioner that hangs, errs, repeats and answers late', () => {
  const scripts = [
    ['success'],
    ['hangs', 'success'],
    ['resets', 'hangs', 'success'],
    ['busy', 'busy', 'success'],
    ['breaks', 'garbles', 'success'],
    ['pending', 'pending', 'success'],
    ['pending', 'hangs', 'busy', 'success'],
    ['pending', 'forgets', 'success'],
    ['late', 'success'],
    ['late', 'busy', 'pending', 'late'],
  ]

  test('each order is carried out once and its outcome applied once, though every job runs twice at once', async () => {
    const ids = await wished(scripts)
    await runAll()
    const { seen } = await asSeen()
    expect(ids.map((id) => seen.get(id)?.acted)).toEqual(scripts.map(() => 1))
    expect(ids.map((id) => applied.get(id))).toEqual(
      ids.map((id) => [{ state: 'success', externalId: `x-${id}` }]),
    )
    for (const row of await rowsOf(ids))
      expect(row).toMatchObject({ state: 'success', external_id: `x-${row.id}` })
  })

  test('one that it refuses ends with its word, and is not asked again', async () => {
    const [id = ''] = await wished([['pending', 'failed']])
    await runAll(1)
    expect(await rowsOf([id])).toMatchObject([{ state: 'failed', refusal: 'no_capacity', attempts: 2 }])
    expect(applied.get(id)).toEqual([{ state: 'failed', code: 'no_capacity' }])
  })

  test('a crash between answer and commit loses nothing and doubles nothing', async () => {
    crashes = 2
    const ids = await wished([['success'], ['pending', 'success']])
    await runAll(1)
    const { seen } = await asSeen()
    for (const id of ids) {
      expect(applied.get(id)).toHaveLength(1)
      expect(seen.get(id)?.acted).toBe(1)
    }
  })

  test('of one subject, nothing is asked before what came before it has ended', async () => {
    const subject = newId()
    const ids = await wished([['pending', 'busy', 'success'], ['failed'], ['hangs', 'success']], subject)
    await runAll()
    const { order } = await asSeen()
    expect(ids.map((id) => applied.get(id)?.map(({ state }) => state))).toEqual([
      ['success'],
      ['failed'],
      ['success'],
    ])
    expect([...applied.keys()]).toEqual(ids)
    const asked = order.filter((id) => ids.includes(id as never))
    // Ids are ordered by time.
    expect(asked).toEqual(asked.toSorted())
  })

  test('an answer that comes after the outcome changes nothing, nor does the job of an older attempt', async () => {
    const [id = ''] = await wished([['busy', 'success']])
    const data = { partnerId: partner.id, customerId: customer.id, provisioningId: id as never, attempt: 0 }
    await runAll()
    await provision(tools, data, kinds)
    const { seen } = await asSeen()
    // Twice at the first attempt, and at least once at the second: the job of an old attempt asks nothing.
    expect(seen.get(id)?.asked).toBeLessThanOrEqual(4)
    const asked = seen.get(id)?.asked
    await provision(tools, { ...data, attempt: 1 }, kinds)
    expect((await asSeen()).seen.get(id)?.asked).toBe(asked)
    expect(applied.get(id)).toHaveLength(1)
  })
})

test('S5 a request with another secret is refused, and counts as unclear', async () => {
  const [id = ''] = await wished([['success']])
  const wrong = { ...tools, provisioner: at('x'.repeat(32)) }
  const data = { partnerId: partner.id, customerId: customer.id, provisioningId: id as never, attempt: 0 }
  await provision(wrong, data, kinds)
  const [row] = await database.asOwner(
    'select state, fault, next_at > now() as waits from provisioning where id = $1',
    [id],
  )
  expect(row).toEqual({ state: 'pending', fault: 'status_401', waits: true })
  await runAll(1)
  expect(applied.get(id)).toHaveLength(1)
})

test('S3 a secret goes out with the order, and the row forgets it with the outcome', async () => {
  const id = newId<'provisioning'>()
  const secretPart = seal(tools.dataKeys, 'provisioning', id, Buffer.from('{"password":"once"}'))
  const wish = {
    id,
    relationship,
    kind: 'test.order' as const,
    subject: newId(),
    payload: { script: ['success'] },
  }
  const tenant = { organisationId: partner.id, audience: 'partner', personId: null } as const
  await asTenant(database.api, tenant, (db) =>
    requestProvisionings(db, [{ ...wish, secret: secretPart }], new Date()),
  )
  const sent: unknown[] = []
  const listening = {
    ...tools,
    provisioner: {
      ...tools.provisioner,
      order: async (one: { payload: unknown }) => {
        sent.push(one.payload)
        return { state: 'success' as const, externalId: 'x' }
      },
    },
  }
  const data = { partnerId: partner.id, customerId: customer.id, provisioningId: id, attempt: 0 }
  await provision(listening, data, kinds)
  expect(sent).toEqual([{ script: ['success'], password: 'once' }])
  const [row] = await database.asOwner('select kid, sealed, state from provisioning where id = $1', [id])
  expect(row).toEqual({ kid: null, sealed: null, state: 'success' })
})
