import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { newId } from '@entente/db/core/new-id'
import { fixtureKid, givenPartner } from '@entente/db/testing/fixtures'
import { openResend } from '@entente/outside/resend-transport'
import { startFakeResend } from '@entente/testkit/fake-resend'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { givenRequest, saying } from '../testing/given.ts'
import { openStage } from '../testing/index.ts'
import type { MailsSettings } from '../testing/mails-process.ts'

const resend = await startFakeResend()
afterAll(() => resend.stop())
const { database, tools, run } = await openStage()
tools.transport = openResend({ apiKey: 're_test', baseUrl: resend.url })
const [partner, another] = [await givenPartner(database.api), await givenPartner(database.api)]

beforeEach(() => {
  resend.deliveries.clear()
})

type Overrides = Parameters<typeof givenRequest>[2]

async function givenMail(from = partner, overrides: Overrides = {}) {
  const request = await givenRequest(database, from, overrides)
  const data = { partnerId: from.id, recipientId: request.recipientId }
  return { id: newId(), name: 'mail.request-sent' as const, data }
}

const givenMails = (count: number) =>
  Promise.all(Array.from({ length: count }, (_, at) => givenMail(at % 3 === 0 ? another : partner)))

const states = () =>
  database.asOwner<{ mail: string; recipient: string; count: number }>(
    `select mail_delivery.status as mail, request_recipient.status as recipient, count(*)::int
      from request_recipient left join outbox on outbox.data ->> 'recipientId' = request_recipient.id::text
      left join mail_delivery on mail_delivery.id = outbox.id group by 1, 2`,
  )

describe('R6 mails that share transactions', () => {
  test('one that cannot be saved fails alone', async () => {
    const mails = await givenMails(12)
    const bad = { ...(await givenMail()), id: 'no-uuid' }
    const answers = await Promise.allSettled(
      [...mails.slice(0, 6), bad, ...mails.slice(6)].map((job) => run(job)),
    )
    expect(answers.map(({ status }) => status)).toEqual([
      ...Array(6).fill('fulfilled'),
      'rejected',
      ...Array(6).fill('fulfilled'),
    ])
    expect([...resend.deliveries.keys()].sort()).toEqual(mails.map(({ id }) => id).sort())
  })

  test('one that cannot be rendered, and one that the provider refuses, fail alone', async () => {
    const mails = await givenMails(6)
    const linkless = await givenMail(partner, { paragraphs: saying('Hello') })
    resend.fail('invalid-recipient')
    const answers = await Promise.allSettled([linkless, ...mails].map((job) => run(job)))
    const failed = answers.filter(({ status }) => status === 'rejected')
    expect(failed.map((answer) => String((answer as PromiseRejectedResult).reason)).sort()).toEqual([
      expect.stringContaining('no link'),
      expect.stringContaining('422'),
    ])
    expect(resend.deliveries.size).toBe(5)
  })

  test('partners whose mails share a round see and mark their own recipients only', async () => {
    const mine = await givenMail()
    const theirs = { ...(await givenMail(another)), data: { ...mine.data, partnerId: another.id } }
    await Promise.all([run(mine), run(theirs)])
    expect([...resend.deliveries.keys()]).toEqual([mine.id])
  })

  test('the first attempts of some and the second of others each send what was saved first', async () => {
    const mails = await givenMails(6)
    resend.fail(...Array(3).fill('500'))
    await Promise.allSettled(mails.slice(0, 3).map((job) => run(job)))
    expect(resend.deliveries.size).toBe(0)
    await database.asOwner(`update mail_delivery set subject = 'As saved'`)
    await Promise.all(mails.map((job) => run(job)))
    expect(mails.map(({ id }) => resend.deliveries.get(id)?.mail.subject)).toEqual([
      ...Array(3).fill('As saved'),
      ...Array(3).fill('Work with us'),
    ])
  })
})

describe('R2 a worker that is killed -9 after it claimed and saved a batch', () => {
  test.each([0, 5])(
    'with %i of 12 at the provider: none is lost, none goes out twice',
    async (taken) => {
      await database.asOwner('delete from request_recipient')
      const jobs = await givenMails(12)
      const linkKey = Buffer.from(tools.linkKeys.keys.get(fixtureKid) as Uint8Array).toString('hex')
      const settings: MailsSettings = {
        url: database.urls.worker,
        provider: resend.url,
        linkKey,
        jobs,
        taken,
      }
      const child = spawn(
        process.execPath,
        [path.join(import.meta.dirname, '../testing/mails-process.ts'), JSON.stringify(settings)],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      )
      await once(child.stdout, 'data')
      child.kill('SIGKILL')
      await once(child, 'exit')
      const before = resend.deliveries.size
      expect(before).toBeLessThanOrEqual(taken)
      await database.asOwner(
        `insert into outbox (id, name, data, created_at, relayed_at)
        select (job ->> 'id')::uuid, job ->> 'name', job -> 'data', now(), now() from jsonb_array_elements($1::jsonb) job`,
        [JSON.stringify(jobs)],
      )
      expect(await states()).toEqual([{ mail: 'rendered', recipient: 'queued', count: 12 }])

      await Promise.all(jobs.map((job) => run(job)))
      expect([...resend.deliveries.keys()].sort()).toEqual(jobs.map(({ id }) => id).sort())
      expect([...resend.deliveries.values()].map(({ count }) => count)).toEqual(Array(12).fill(1))
      expect(await states()).toEqual([{ mail: 'sent', recipient: 'sent', count: 12 }])
    },
    60_000,
  )
})
