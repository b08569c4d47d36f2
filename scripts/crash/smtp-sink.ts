import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export type SmtpSink = {
  url: string
  /** Each time that a mail arrived, by its Message-ID. */
  arrivals: Map<string, { at: number; digest: string }[]>
  stop: () => Promise<void>
}

/** A real SMTP server that takes everything. */
export async function startSmtpSink(): Promise<SmtpSink> {
  const arrivals: SmtpSink['arrivals'] = new Map()
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    async onData(stream, _session, done) {
      try {
        const chunks: Buffer[] = []
        for await (const chunk of stream) chunks.push(chunk)
        const text = Buffer.concat(chunks).toString()
        const id = /^Message-ID:\s*(\S+)/im.exec(text)?.[1] ?? 'without an id'
        const digest = createHash('sha256').update(withoutPassing(text)).digest('hex')
        arrivals.set(id, [...(arrivals.get(id) ?? []), { at: performance.now(), digest }])
        done()
      } catch {
        done(new Error('The mail broke off.'))
      }
    },
  })
  // A sender that is killed leaves its connection in the middle of a word.
  server.on('error', () => undefined)
  const listener = server.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  return {
    url: `smtp://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    arrivals,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** The library writes the time of the attempt and its own boundaries; everything else is what was rendered. */
function withoutPassing(text: string): string {
  const boundary = /boundary="([^"]+)"/.exec(text)?.[1]
  const same = text.replace(/^Date:.*$/m, '')
  return boundary ? same.replaceAll(boundary, 'boundary') : same
}
