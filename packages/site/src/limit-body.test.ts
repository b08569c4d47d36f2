import type { RequestEvent } from '@sveltejs/kit'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { origin, startFakeApi, visitor } from '../testing/visit.ts'
import { readForm } from './form.ts'
import { createHandle } from './handle.ts'
import { fieldsMax } from './limit-body.ts'

const api = await startFakeApi()
afterAll(() => api.stop())
beforeEach(() => {
  api.answer = null
})

const handle = createHandle({ audience: 'customer', linkPaths: [], uploadPaths: ['/documents'] })
const visit = visitor(handle)
const cookies = { '__Host-entente-global-customer': 'token' }
const session = { audience: 'customer', locale: 'en' }

/** Posts a body in chunks and without its length; returns the status, and how many fields the action read. */
async function post(path: string, chunks: Iterable<string>, type = 'application/x-www-form-urlencoded') {
  const page = async ({ request }: RequestEvent) => {
    const read = await readForm(request).catch((cause: { status: number }) => cause)
    return read instanceof FormData
      ? new Response(String([...read].length))
      : new Response(null, { status: read.status })
  }
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk))
      controller.close()
    },
  })
  const headers = { origin, 'content-type': type }
  const sent = { method: 'POST', headers, body, duplex: 'half' } as RequestInit
  const posted = await visit(path, { ...sent, cookies, page })
  return { status: posted.response.status, fields: Number(posted.html) }
}

const fields = (count: number) => Array(count).fill('a=1').join('&')
const part = (name: string, value: string) =>
  `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
const file = (value: string) =>
  `--x\r\ncontent-disposition: form-data; name="f"; filename="f.pdf"\r\ncontent-type: application/pdf\r\n\r\n${value}\r\n--x--\r\n`
const multipart = 'multipart/form-data; boundary=x'

test('a form is read as it was sent, with as many fields as a form may have', async () => {
  expect(await post('/form', [fields(fieldsMax)])).toEqual({ status: 200, fields: fieldsMax })
  const text = `note=${'x'.repeat(63_000)}`
  expect(await post('/form', [text.slice(0, 9), text.slice(9)])).toEqual({ status: 200, fields: 1 })
  expect(await post('/form', [part('a', '1'), file('2')], multipart)).toEqual({ status: 200, fields: 2 })
})

test('a form with too many fields is refused before anything parses it, urlencoded and multipart alike', async () => {
  expect(await post('/form', [fields(fieldsMax + 2)])).toMatchObject({ status: 413 })
  const parts = `${part('a', '1').repeat(fieldsMax + 1)}--x--\r\n`
  api.answer = session
  for (const size of [17, parts.length]) {
    const chunks = parts.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
    expect(await post('/documents', chunks, multipart)).toMatchObject({ status: 413 })
  }
  for (const type of ['multipart/form-data; boundary="x"', 'Multipart/Form-Data; charset=utf-8; Boundary=x'])
    expect(await post('/documents', [parts], type)).toMatchObject({ status: 413 })
})

test('a form of more than 64 KiB is refused unless somebody who is signed in uploads a file where one belongs', async () => {
  const large = [file('y'.repeat(100_000))]
  expect(await post('/documents', large, multipart)).toMatchObject({ status: 413 })
  api.answer = session
  expect(await post('/documents', large, multipart)).toEqual({ status: 200, fields: 1 })
  expect(await post('/form', large, multipart)).toMatchObject({ status: 413 })
  expect(await post('/documents', [`a=${'x'.repeat(100_000)}`])).toMatchObject({ status: 413 })
})
