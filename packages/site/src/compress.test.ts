import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { compress } from './compress.ts'

const page = () =>
  new Response('<p>Hello</p>', {
    status: 422,
    headers: { 'content-type': 'text/html', 'x-request-id': 'one' },
  })
const visit = (encodings: string) =>
  new Request('http://site.test/', { headers: { 'accept-encoding': encodings } })

test('U24 a page is compressed for a browser that accepts it, and keeps its status and headers', async () => {
  const response = await compress(page(), visit('br, gzip'))
  expect(response.status).toBe(422)
  expect(response.headers.get('content-encoding')).toBe('gzip')
  expect(response.headers.get('x-request-id')).toBe('one')
  expect(gunzipSync(Buffer.from(await response.arrayBuffer())).toString()).toBe('<p>Hello</p>')
})

test('U24 everything else is sent as it is', async () => {
  expect(await (await compress(page(), visit('identity'))).text()).toBe('<p>Hello</p>')
  const redirect = new Response(null, { status: 303, headers: { location: '/' } })
  expect(await compress(redirect, visit('gzip'))).toBe(redirect)
})
