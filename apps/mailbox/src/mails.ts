// The mails on disk: one .eml file each, as received plus the envelope on top, so that they survive a restart and open
// in any mail program.
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import PostalMime, { type Address } from 'postal-mime'

/**
 * A mail as the pages and the JSON API show it. `to` holds the recipients of the envelope, `date` is when it was
 * received.
 */
export type Mail = {
  id: string
  date: string
  from: string
  sender: string
  to: string[]
  subject: string
  text: string | null
  html: string | null
  headers: { name: string; value: string }[]
}

export type Envelope = { from: string; to: string[] }

export type Mails = {
  add(content: Buffer, envelope: Envelope, receivedAt: Date): Promise<Mail>
  /** All mails, newest first. */
  list(): Mail[]
  find(id: string): Mail | undefined
  raw(id: string): Promise<Buffer | undefined>
}

/** Opens the folder, creates it if it is missing, and reads the mails in it. */
export async function openMails(folder: string): Promise<Mails> {
  await mkdir(folder, { recursive: true })
  const files = (await readdir(folder)).filter((name) => name.endsWith('.eml')).sort()
  const mails = new Map<string, Mail>()
  for (const file of files) {
    const id = file.slice(0, -'.eml'.length)
    mails.set(id, await parseMail(id, await readFile(path.join(folder, file))))
  }
  return {
    async add(content, envelope, receivedAt) {
      const id = newMailId(receivedAt)
      const stored = Buffer.concat([Buffer.from(envelopeLines(envelope)), content])
      const temporary = path.join(folder, `${id}.tmp`)
      // Flushed before SMTP accepts the mail, so that an accepted mail survives a crash of the machine.
      await writeFile(temporary, stored, { mode: 0o600, flush: true })
      await rename(temporary, path.join(folder, `${id}.eml`))
      const mail = await parseMail(id, stored)
      mails.set(id, mail)
      return mail
    },
    list: () => [...mails.values()].sort((a, b) => (a.id < b.id ? 1 : -1)),
    find: (id) => mails.get(id),
    raw: async (id) => (mails.has(id) ? await readFile(path.join(folder, `${id}.eml`)) : undefined),
  }
}

// Sorts by arrival: milliseconds, then a counter for mails of the same millisecond.
let counter = 0
function newMailId(at: Date): string {
  counter = (counter + 1) % 10_000
  const parts = [at.getTime().toString(36).padStart(9, '0'), String(counter).padStart(4, '0')]
  return [...parts, randomBytes(4).toString('hex')].join('-')
}

const timeOf = (id: string): Date => new Date(Number.parseInt(id.split('-')[0] ?? '', 36) || 0)

// SMTP addresses hold no line breaks; removing them keeps that true whatever a client sends.
const oneLine = (value: string): string => value.replace(/[\r\n]/g, '')

const envelopeLines = ({ from, to }: Envelope): string =>
  [`Return-Path: <${oneLine(from)}>`, ...to.map((address) => `Delivered-To: ${oneLine(address)}`), ''].join(
    '\r\n',
  )

async function parseMail(id: string, content: Buffer): Promise<Mail> {
  const mail = await PostalMime.parse(content)
  const headers = mail.headers.map(({ originalKey, key, value }) => ({ name: originalKey ?? key, value }))
  const delivered = mail.headers.filter(({ key }) => key === 'delivered-to').map(({ value }) => value)
  const from = mail.from?.address ?? ''
  return {
    id,
    date: timeOf(id).toISOString(),
    from,
    sender: mail.from?.name || from || 'unknown sender',
    to: delivered.length > 0 ? delivered : (mail.to ?? []).flatMap(addresses),
    subject: mail.subject ?? '',
    text: mail.text ?? null,
    html: mail.html ?? null,
    headers,
  }
}

const addresses = (entry: Address): string[] =>
  entry.group ? entry.group.flatMap(({ address }) => address ?? []) : entry.address ? [entry.address] : []
