import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { ForbiddenAddress, guardedFetch, isPublicAddress, mayAsk, refusePrivate } from './guarded-fetch.ts'
import { lookupWith } from './name-lookup.ts'

describe('S23 where a directory may be', () => {
  test.each([
    'http://login.fabrikam.example',
    'https://localhost',
    'https://127.0.0.1',
    'https://10.1.2.3',
    'https://169.254.169.254',
    'https://[::1]',
    'https://[fd00::1]',
    'https://[::ffff:10.0.0.1]',
    'https://0x7f000001',
    'https://user:secret@login.fabrikam.example',
    'https://database',
    'ftp://login.fabrikam.example',
  ])('never %s in production', (address) => {
    expect(mayAsk(new URL(address), { allowLocal: false })).toBe(false)
  })

  test('on the public internet over https, and on this machine only where the setting allows it', () => {
    expect(mayAsk(new URL('https://login.fabrikam.example'), { allowLocal: false })).toBe(true)
    expect(mayAsk(new URL('https://8.8.8.8'), { allowLocal: false })).toBe(true)
    expect(mayAsk(new URL('http://localhost:4000'), { allowLocal: true })).toBe(true)
    expect(mayAsk(new URL('http://login.fabrikam.example'), { allowLocal: true })).toBe(false)
    expect(['8.8.8.8', '2606:4700::1111'].map(isPublicAddress)).toEqual([true, true])
  })

  test('a name that resolves into our own network is refused', async () => {
    const asked = new Promise<Error | null>((resolve) =>
      lookupWith({}, refusePrivate)('localhost', {}, resolve),
    )
    expect(await asked).toBeInstanceOf(ForbiddenAddress)
    const fetched = guardedFetch({ allowLocal: false })('https://127.0.0.1/')
    await expect(fetched).rejects.toThrow(ForbiddenAddress)
  })
})

test.each([205, 600])('an answer with the status %i fails the call, not the process', async (status) => {
  const server = createServer((_, answer) => answer.writeHead(status).end()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  try {
    const fetched = guardedFetch({ allowLocal: true })(`http://127.0.0.1:${port}/`)
    await expect(fetched).rejects.toThrow(/status/i)
  } finally {
    server.close()
  }
})
