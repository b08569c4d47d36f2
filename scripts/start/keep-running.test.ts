import { waitFor } from '@entente/testkit/wait'
import { expect, test } from 'vitest'
import { keepRunning } from './keep-running.ts'

/** A fake process that dies on demand. */
function fakeProcess() {
  const deaths: (() => void)[] = []
  const start = async () => {
    const { promise: exited, resolve } = Promise.withResolvers<string>()
    deaths.push(() => resolve('died'))
    return { pid: undefined, exited, stop: async () => resolve('stopped') }
  }
  return { start, starts: () => deaths.length, die: () => deaths.at(-1)?.() }
}

test('a process that dies is restarted, first immediately and then after growing pauses', async () => {
  const { start, starts, die } = fakeProcess()
  const messages: string[] = []
  const kept = await keepRunning(start, (sentence) => messages.push(sentence))
  for (let count = 1; count <= 3; count++) {
    die()
    await waitFor(() => starts() === count + 1)
  }
  expect(messages).toEqual(['died; restarting', 'died; restarting in 0.2 s', 'died; restarting in 0.4 s'])
  await kept.stop()
  expect(starts()).toBe(4)
})

test('a restart that fails is retried', async () => {
  const { start, starts, die } = fakeProcess()
  let isBroken = false
  const messages: string[] = []
  const kept = await keepRunning(
    () => (isBroken ? Promise.reject(new Error('no room')) : start()),
    (sentence) => messages.push(sentence),
  )
  isBroken = true
  die()
  await waitFor(() => messages.includes('no room'))
  isBroken = false
  await waitFor(() => starts() === 2)
  await kept.stop()
})

test('the first start must succeed, and nothing starts after stop', async () => {
  await expect(
    keepRunning(
      () => Promise.reject(new Error('busy')),
      () => undefined,
    ),
  ).rejects.toThrow('busy')
  const { start, starts, die } = fakeProcess()
  const kept = await keepRunning(start, () => undefined)
  die()
  await kept.stop()
  expect(starts()).toBeLessThanOrEqual(2)
})
