import { newId } from '@entente/db/core/new-id'
import { asTenant } from '@entente/db/core/scopes'
import { insertRecipients } from '@entente/db/relationship/relationship-requests'
import { givenCustomer, givenPartner } from '@entente/db/testing/fixtures'
import type { Id } from '@entente/domain/core/id'
import type { OutgoingMail } from '@entente/outside/transport'
import type { Job } from '@entente/queue/jobs'
import { isFull, sized } from '@entente/testkit/full'
import { expect, test } from 'vitest'
import { givenAcceptance, givenRequest } from '../testing/given.ts'
import { openStage } from '../testing/index.ts'
import { runJob } from './handlers.ts'

const mails = sized(30, 90_000)
const acceptances = sized(5, 10_000)

const { database, tools } = await openStage()
type Sent = Job & { id: string }

/** Each item two to five times, in random order. */
const doubled = <T>(items: T[]): T[] =>
  items
    .flatMap((item) => Array.from({ length: 2 + Math.floor(Math.random() * 4) }, () => item))
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)

test(
  'R6 jobs that run two to five times, shuffled and eight at once, have each effect once',
  async () => {
    const partner = await givenPartner(database.api, { roles: ['admin_agent'] })
    const jobs: Sent[] = [...(await givenMails(partner)), ...(await givenAcceptances(partner))]
    await database.asOwner('delete from outbox')
    // Acts as a provider that honours keys: a repeat gets a response and is not delivered.
    const taken = new Map<string, { mail: OutgoingMail; times: number }>()
    const transport = {
      ...tools.transport,
      send: async (mail: OutgoingMail) => {
        const known = taken.get(mail.key)
        if (known) expect(mail).toEqual(known.mail)
        taken.set(mail.key, { mail, times: (known?.times ?? 0) + 1 })
      },
    }
    const runAll = async (all: Sent[]) => {
      const waiting = doubled(all)
      const one = async () => {
        for (let job = waiting.pop(); job; job = waiting.pop())
          await runJob({ ...tools, transport }, { ...job, recordedAt: new Date(), isLastAttempt: false })
      }
      await Promise.all(Array.from({ length: 8 }, one))
    }

    await runAll(jobs)
    const followUps = await database.asOwner<Sent>('select id, name, data from outbox')
    expect(followUps).toHaveLength(acceptances)
    await runAll(followUps)

    expect(taken.size).toBe(mails + acceptances)
    const counts = await database.asOwner(`select
      (select count(*)::int from mail_delivery where status = 'sent') deliveries,
      (select count(*)::int from request_recipient where status = 'sent') recipients,
      (select count(*)::int from request_outcome) outcomes,
      (select count(*)::int from outbox) follow_ups`)
    expect(counts).toEqual([
      { deliveries: mails + acceptances, recipients: mails, outcomes: acceptances, follow_ups: acceptances },
    ])
    const before = [...taken.values()].map(({ times }) => times)
    await runAll([...jobs, ...followUps])
    expect([...taken.values()].map(({ times }) => times)).toEqual(before)
  },
  isFull ? 7_200_000 : 60_000,
)

type Partner = Awaited<ReturnType<typeof givenPartner>>

async function givenMails(partner: Partner): Promise<Sent[]> {
  const request = await givenRequest(database, partner)
  const recipients = Array.from({ length: mails - 1 }, (_, at) => ({
    id: newId<'recipient'>(),
    address: `person-${at}@customer.example`,
    reference: null,
  }))
  const as = { organisationId: partner.id, audience: 'partner', personId: partner.person.id } as const
  for (let at = 0; at < recipients.length; at += 1000)
    await asTenant(database.api, as, (db) =>
      insertRecipients(db, partner.id, request.id, recipients.slice(at, at + 1000), new Date()),
    )
  return [request.recipientId, ...recipients.map(({ id }) => id)].map((recipientId: Id<'recipient'>) => ({
    id: newId(),
    name: 'mail.request-sent',
    data: { partnerId: partner.id, recipientId },
  }))
}

async function givenAcceptances(partner: Partner): Promise<Sent[]> {
  const jobs: Sent[] = []
  for (let count = 0; count < acceptances; count++) {
    const accepted = await givenAcceptance(database, {
      partner,
      customer: await givenCustomer(database.api),
    })
    jobs.push({ id: newId(), name: 'relationship.accepted', data: { partnerId: partner.id, ...accepted } })
  }
  return jobs
}
