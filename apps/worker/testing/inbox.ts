import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'

export type ReceivedMail = Email & {
  /** As it came over the wire. */
  raw: string
  envelope: { from: string; to: string[] }
}

export type Inbox = {
  url: string
  mails: ReceivedMail[]
  /** Refuses the next mails with these codes, one each, before or after their content. */
  refuse: (at: 'recipient' | 'content', ...codes: number[]) => void
  /** From now on no mail gets an answer to its content, until the returned function is called. */
  hold: () => () => void
  close: () => Promise<void>
}

/** A real SMTP server that keeps every mail it accepts. */
export async function openInbox(): Promise<Inbox> {
  const mails: ReceivedMail[] = []
  let released = Promise.resolve()
  const refusals: { at: 'recipient' | 'content'; code: number }[] = []
  const refusalAt = (at: 'recipient' | 'content') => {
    if (refusals[0]?.at !== at) return undefined
    const code = refusals.shift()?.code
    return Object.assign(new Error('<person@example.com> refused'), { responseCode: code })
  }
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: (_address, _session, done) => done(refusalAt('recipient')),
    async onData(stream, session, done) {
      const chunks: Buffer[] = []
      for await (const chunk of stream) chunks.push(chunk)
      await released
      const refusal = refusalAt('content')
      if (refusal) return done(refusal)
      const raw = Buffer.concat(chunks).toString()
      const { mailFrom, rcptTo } = session.envelope
      const envelope = { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) }
      mails.push({ ...(await PostalMime.parse(raw)), raw, envelope })
      done()
    },
  })
  server.on('error', () => undefined)
  const listener = server.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuse: (at, ...codes) => void refusals.push(...codes.map((code) => ({ at, code }))),
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>()
      released = promise
      return resolve
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
