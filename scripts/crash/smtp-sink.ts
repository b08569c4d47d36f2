import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export type SmtpSink = {
  url: string
  /** The arrival times of each mail, by Message-ID. */
  arrivals: Map<string, { at: number; digest: string }[]>
  /** The link of the newest invitation that each address got. */
  links: Map<string, string>
  stop: () => Promise<void>
}

/** Starts a real SMTP server that accepts every mail. */
export async function startSmtpSink(): Promise<SmtpSink> {
  const arrivals: SmtpSink['arrivals'] = new Map()
  const links: SmtpSink['links'] = new Map()
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    async onData(stream, session, done) {
      try {
        const chunks: Buffer[] = []
        for await (const chunk of stream) chunks.push(chunk)
        const text = Buffer.concat(chunks).toString()
        const id = /^Message-ID:\s*(\S+)/im.exec(text)?.[1] ?? 'without an id'
        const digest = createHash('sha256').update(withoutVolatile(text)).digest('hex')
        arrivals.set(id, [...(arrivals.get(id) ?? []), { at: performance.now(), digest }])
        const link = invitationIn(text.replaceAll('=\r\n', ''))
        if (link) for (const { address } of session.envelope.rcptTo) links.set(address, link)
        done()
      } catch {
        done(new Error('The mail is incomplete.'))
      }
    },
  })
  // A killed sender leaves its connection in the middle of a command.
  server.on('error', () => undefined)
  const listener = server.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  return {
    url: `smtp://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    arrivals,
    links,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** Removes the time of the attempt and the boundaries, which the library writes; the rest is what was rendered. */
function withoutVolatile(text: string): string {
  const boundary = /boundary="([^"]+)"/.exec(text)?.[1]
  const same = text.replace(/^Date:.*$/m, '')
  return boundary ? same.replaceAll(boundary, 'boundary') : same
}

/** The link of an invitation that a mail's text holds. */
export const invitationIn = (text: string): string | undefined =>
  /https?:\/\/[^\s"<>]+\/invitation\/[\w.~-]+/.exec(text)?.[0]
