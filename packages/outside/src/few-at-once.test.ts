import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { fewAtOnce } from './few-at-once.ts'
import { NotTaken, type OutgoingMail, type Transport } from './transport.ts'

const mail = (id: string) => ({ id }) as OutgoingMail

/** A transport whose mails end when the test says so. */
function openHolding() {
  const held = new Map<string, PromiseWithResolvers<void>>()
  const transport: Transport = {
    kind: 'resend',
    keyWindowMs: 1,
    send: ({ id }) => {
      const answer = Promise.withResolvers<void>()
      held.set(id, answer)
      return answer.promise
    },
    close: () => undefined,
  }
  return { transport, asked: () => [...held.keys()], answer: (id: string) => held.get(id) }
}

test('R3 a provider gets no more mails at once than it should, and the rest in their order', async () => {
  const provider = openHolding()
  const transport = fewAtOnce(provider.transport, 2)
  const sent = ['a', 'b', 'c', 'd'].map((id) => transport.send(mail(id)))
  await turn()
  expect(provider.asked()).toEqual(['a', 'b'])
  provider.answer('b')?.resolve()
  await turn()
  expect(provider.asked()).toEqual(['a', 'b', 'c'])
  provider.answer('a')?.resolve()
  await turn()
  for (const id of ['c', 'd']) provider.answer(id)?.resolve()
  await Promise.all(sent)
})

test('R3 a mail that is not taken makes room for the next one', async () => {
  const provider = openHolding()
  const transport = fewAtOnce(provider.transport, 1)
  const [refused, next] = ['a', 'b'].map((id) => transport.send(mail(id)))
  provider.answer('a')?.reject(new NotTaken('no', false))
  await expect(refused).rejects.toThrow(NotTaken)
  await turn()
  expect(provider.asked()).toEqual(['a', 'b'])
  provider.answer('b')?.resolve()
  await next
})
