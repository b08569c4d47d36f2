// A visitor of a site without scripts, each of whose requests may reach another process.
import { Agent, request } from 'node:http'

export type Visit = { status: number; text: string; location: string }
type Fields = Record<string, string>

const agent = new Agent({ keepAlive: false })

/** Opens a page, or sends `form` to it; follows no redirect. */
export function visit(
  url: string,
  { cookie, form }: { cookie?: string; form?: Fields } = {},
): Promise<Visit> {
  const body = form ? new URLSearchParams(form).toString() : ''
  const headers = {
    accept: 'text/html',
    'accept-language': 'en',
    ...(cookie && { cookie }),
    ...(form && {
      origin: new URL(url).origin,
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(body),
    }),
  }
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { agent, headers, method: form ? 'POST' : 'GET', timeout: 15_000 },
      async (response) => {
        try {
          let text = ''
          for await (const chunk of response.setEncoding('utf8')) text += chunk
          resolve({ status: response.statusCode ?? 0, text, location: response.headers.location ?? '' })
        } catch (error) {
          reject(error)
        }
      },
    )
    sent.on('timeout', () => sent.destroy(new Error('no answer')))
    sent.on('error', reject)
    sent.end(body)
  })
}

/** The fields that a page's form would post; `has` is the name of one that only this form has. */
export function fieldsOf(page: string, has: string): Fields {
  const forms = [...page.matchAll(/<form\b[\s\S]*?<\/form>/g)].map(([form]) => form)
  const form = forms.find((one) => one.includes(`name="${has}"`))
  if (!form) throw new Error(`No form of the page has ${has}.`)
  const fields: Fields = {}
  for (const [, tag = '', attributes = '', content = ''] of form.matchAll(
    /<(input|textarea|select)\b([^>]*)>(?:([\s\S]*?)<\/\1>)?/g,
  )) {
    const { name, type = 'text', value } = attributesOf(attributes)
    if (!name) continue
    if (tag === 'textarea') fields[name] = plain(content)
    else if (tag === 'select') fields[name] = chosen(content)
    else if (!/^(checkbox|radio)$/.test(type) || /\schecked\b/.test(attributes)) fields[name] = value ?? 'on'
  }
  return fields
}

const attributesOf = (text: string): Fields =>
  Object.fromEntries(
    [...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, plain(value)]),
  )

function chosen(options: string): string {
  const all = [...options.matchAll(/<option\b([^>]*)>/g)].map(([, attributes = '']) => attributes)
  return attributesOf(all.find((one) => /\sselected\b/.test(one)) ?? all[0] ?? '').value ?? ''
}

const signs: Fields = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
const plain = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, sign: string) => signs[sign] ?? '')
