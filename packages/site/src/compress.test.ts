import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { compress, type HeldPage, holdPage } from './compress.ts'

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

test('U24 a page is compressed by zstd for a browser that accepts it as well', async () => {
  const response = await compress(page(), visit('gzip, deflate, br, zstd'))
  expect(response.headers.get('content-encoding')).toBe('zstd')
  expect(response.headers.get('vary')).toBe('accept-encoding')
  expect(zstdDecompressSync(Buffer.from(await response.arrayBuffer())).toString()).toBe('<p>Hello</p>')
})

test('U24 a browser gets what it accepts, whatever it prefers', async () => {
  const codingOf = async (encodings: string) =>
    (await compress(page(), visit(encodings))).headers.get('content-encoding')
  expect(await codingOf('gzip;q=0.5, br')).toBe('gzip')
  expect(await codingOf('zstd;q=0, gzip')).toBe('gzip')
  expect(await codingOf('gzip;q=0')).toBe(null)
})

test('U24 everything else is sent as it is', async () => {
  expect(await (await compress(page(), visit('identity'))).text()).toBe('<p>Hello</p>')
  const redirect = new Response(null, { status: 303, headers: { location: '/' } })
  expect(await compress(redirect, visit('gzip'))).toBe(redirect)
})

test('U24 a page that SvelteKit did not see is sent whole, with what streams behind it and without an ETag', async () => {
  const held: HeldPage = { attributes: 'lang="de"' }
  const mark = holdPage(held, '<html %entente.html%><p>Grüße</p>')
  const answer = (body: string) =>
    new Response(body, { headers: { 'content-type': 'text/html', 'content-length': '1', etag: '"1"' } })
  const response = await compress(answer(`${mark}<script>`), visit('gzip'), held)
  expect(response.headers.has('etag')).toBe(false)
  const sent = Buffer.from(await response.arrayBuffer())
  expect(response.headers.get('content-length')).toBe(String(sent.length))
  expect(gunzipSync(sent).toString()).toBe('<html lang="de"><p>Grüße</p><script>')
  const plain = await compress(answer(mark), visit('identity'), held)
  expect(plain.headers.has('content-length')).toBe(false)
  expect(await plain.text()).toBe('<html lang="de"><p>Grüße</p>')
  expect(await (await compress(answer('<h1>500</h1>'), visit('identity'), held)).text()).toBe('<h1>500</h1>')
})

test('U24 a page of any size and language is sent whole, and is not mixed with the next one', async () => {
  const sentFor = (text: string) => {
    const held: HeldPage = { attributes: 'lang="zh-CN" data-theme="system"' }
    const body = holdPage(held, `<html %entente.html%><p>${text}</p>`)
    const answer = new Response(body, { headers: { 'content-type': 'text/html' } })
    return compress(answer, visit('identity'), held)
  }
  const texts = ['客户'.repeat(300_000), 'Grüße', '客户']
  const sent = await Promise.all(texts.map(sentFor))
  expect(await Promise.all(sent.map((response) => response.text()))).toEqual(
    texts.map((text) => `<html lang="zh-CN" data-theme="system"><p>${text}</p>`),
  )
})

test('U24 a page without a place for its attributes is a fault', async () => {
  const held: HeldPage = { attributes: 'lang="de"' }
  const response = new Response(holdPage(held, '<html><p>Hello</p>'), {
    headers: { 'content-type': 'text/html' },
  })
  await expect(compress(response, visit('gzip'), held)).rejects.toThrow('%entente.html%')
})
