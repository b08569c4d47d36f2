import { expect, test } from 'vitest'
import { waitFor } from './wait.ts'

test('waits until there is a result and returns it', async () => {
  let asked = 0
  expect(await waitFor(() => (++asked < 3 ? undefined : asked), { intervalMs: 1 })).toBe(3)
  expect(await waitFor(() => 0)).toBe(0)
})

test('gives up with an error that names what was missing, with the last error as its cause', async () => {
  const fail = () => {
    throw new Error('refused')
  }
  const waiting = waitFor(fail, { timeoutMs: 20, intervalMs: 5, what: 'the mail' })
  await expect(waiting).rejects.toThrow('the mail')
  await expect(waiting).rejects.toHaveProperty('cause.message', 'refused')
})

test('ends early when told to', async () => {
  const signal = AbortSignal.timeout(20)
  const waiting = waitFor(() => false, { timeoutMs: 60_000, intervalMs: 5, signal })
  await expect(waiting).rejects.toMatchObject({ name: 'TimeoutError' })
})
