// What a partner asked the operator about a customer's services: a request in each state.
import type { Id } from '@entente/domain/core/id'
import type { RequestAct, Severity } from '@entente/domain/customer/service-request'
import { type Actor, type Actors, ago, once } from './seed-actors.ts'

type Said = readonly [hoursLater: number, act: RequestAct, text: string]
type Asked = { days: number; severity: Severity; title: string; text: string; said: readonly Said[] }

const asked: readonly Asked[] = [
  {
    ...{ days: 24, severity: 'minimal', title: 'How long are deleted mailboxes kept?' },
    text: 'Our customer deleted a shared mailbox last week and wants to know how long it can be restored.',
    said: [
      [3, 'answer', '30 days from the deletion. After that nobody can restore it.'],
      [20, 'close', ''],
    ],
  },
  {
    ...{ days: 6, severity: 'moderate', title: 'Rooms cannot be booked from phones' },
    text: 'On the desktop it works. Phones show “Something went wrong” since Monday.',
    said: [
      [2, 'answer', 'We can see it in the logs and look into it.'],
      [26, 'ask', 'Does it also happen in the browser of such a phone?'],
    ],
  },
  {
    ...{ days: 2, severity: 'critical', title: 'Nobody receives mail from outside' },
    text: 'Since 7 this morning. Mail within the company arrives.',
    said: [
      [1, 'ask', 'Did anybody change the MX record of the domain?'],
      [2, 'reply', 'Yes, yesterday evening. We changed it back an hour ago.'],
    ],
  },
  {
    ...{ days: 0.2, severity: 'minimal', title: 'Invoice shows the old address', said: [] },
    text: 'The customer moved in October.',
  },
]

export async function seedServiceRequests(
  { cloud, at }: Actors,
  { id, person, operator }: { id: Id<'relationship'>; person: Actor; operator: Actor },
): Promise<void> {
  const service = cloud.services[0]?.id
  if (!service || cloud.serviceRequests.handling === 'redirect') return
  for (const { days, severity, title, text, said } of asked) {
    const opened = await at(ago(days), person)
    const subject = { severity, title, text, reason: title }
    const { id: request } = await opened.serviceRequests.open({ id, service, ...subject, ...once() })
    for (const [hours, act, words] of said) {
      const now = ago(days - hours / 24)
      if (act === 'reply') {
        const { serviceRequests } = await at(now, person)
        await serviceRequests.reply({ id, request, act, text: words, ...once() })
      } else if (act !== 'reopen') {
        const { operatorServiceRequests } = await at(now, operator)
        await operatorServiceRequests.answer({ request, act, text: words, ...once() })
      }
    }
  }
}
