import { waitFor } from '@entente/testkit/wait'
import { expect, test } from 'vitest'
import { keepRunning } from './keep-running.ts'

/** Something that dies when told to. */
function mortal() {
  const deaths: (() => void)[] = []
  const start = async () => {
    const { promise: exited, resolve } = Promise.withResolvers<string>()
    deaths.push(() => resolve('died'))
    return { pid: undefined, exited, stop: async () => resolve('stopped') }
  }
  return { start, starts: () => deaths.length, die: () => deaths.at(-1)?.() }
}

test('what dies is started again, at once and then after growing pauses', async () => {
  const { start, starts, die } = mortal()
  const said: string[] = []
  const kept = await keepRunning(start, (sentence) => said.push(sentence))
  for (let count = 1; count <= 3; count++) {
    die()
    await waitFor(() => starts() === count + 1)
  }
  expect(said).toEqual([
    'died; it is started again',
    'died; it is started again in 0.2 s',
    'died; it is started again in 0.4 s',
  ])
  await kept.stop()
  expect(starts()).toBe(4)
})

test('what cannot be started again is tried again', async () => {
  const { start, starts, die } = mortal()
  let isBroken = false
  const said: string[] = []
  const kept = await keepRunning(
    () => (isBroken ? Promise.reject(new Error('no room')) : start()),
    (sentence) => said.push(sentence),
  )
  isBroken = true
  die()
  await waitFor(() => said.includes('no room'))
  isBroken = false
  await waitFor(() => starts() === 2)
  await kept.stop()
})

test('the first start must succeed, and nothing starts after the end', async () => {
  await expect(
    keepRunning(
      () => Promise.reject(new Error('busy')),
      () => undefined,
    ),
  ).rejects.toThrow('busy')
  const { start, starts, die } = mortal()
  const kept = await keepRunning(start, () => undefined)
  die()
  await kept.stop()
  expect(starts()).toBeLessThanOrEqual(2)
})
