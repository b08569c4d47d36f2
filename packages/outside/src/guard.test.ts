import { isBrokenCircuitError, isBulkheadRejectedError } from 'cockatiel'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openGuard } from './guard.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const server = 'https://login.contoso.example'
const silence = Object.assign(new Error('silent'), { code: 'ETIMEOUT' })
const silent = () => Promise.reject(silence)
const refusing = () => Promise.reject(new Error('invalid_client'))
const answering = () => Promise.resolve('here')
const never = () => new Promise<never>(() => undefined)
const kindOf = (work: Promise<unknown>) =>
  work.then(String, (error) =>
    isBrokenCircuitError(error) ? 'paused' : isBulkheadRejectedError(error) ? 'busy' : error.message,
  )

test('after three requests in a row without an answer a partner’s directory is not asked for 30 seconds', async () => {
  const guard = openGuard()
  const ask = (work: () => Promise<string>, owner = 'contoso') => kindOf(guard(owner, server, work))
  for (let count = 0; count < 3; count++) expect(await ask(silent)).toBe('silent')
  expect(await ask(answering)).toBe('paused')
  expect(await ask(answering, 'fabrikam')).toBe('here')
  vi.advanceTimersByTime(30_000)
  expect(await ask(silent)).toBe('silent')
  expect(await ask(answering)).toBe('paused')
  vi.advanceTimersByTime(30_000)
  expect(await ask(answering)).toBe('here')
  expect(await ask(answering)).toBe('here')
})

test('a refusal is an answer: only silence in a row counts', async () => {
  const guard = openGuard()
  for (const work of [silent, silent, refusing, silent, silent, answering])
    expect(await kindOf(guard('contoso', server, work))).not.toBe('paused')
})

test('a partner who corrects the issuer is asked at once', async () => {
  const guard = openGuard()
  for (let count = 0; count < 3; count++) await kindOf(guard('contoso', server, silent))
  expect(await kindOf(guard('contoso', `${server}/tenant`, answering))).toBe('here')
})

test('a partner has so many requests at once, and all partners together', async () => {
  const guard = openGuard({ atOnce: 5, atOnceEach: 2 })
  const ask = (owner: string, at = server) => void guard(owner, at, never)
  for (const owner of ['contoso', 'contoso', 'fabrikam']) ask(owner)
  expect(await kindOf(guard('contoso', server, answering))).toBe('busy')
  // Saving another issuer gives no more of them.
  expect(await kindOf(guard('contoso', `${server}/tenant`, answering))).toBe('busy')
  expect(await kindOf(guard('fabrikam', server, answering))).toBe('here')
  for (const owner of ['northwind', 'northwind']) ask(owner)
  expect(await kindOf(guard('fabrikam', server, answering))).toBe('busy')
})
