import { SMTPServer } from 'smtp-server'
import type { Mails } from './mails.ts'

const sizeMax = 25 * 1024 * 1024

/** A real SMTP server that accepts every mail and delivers none. */
export function createSmtpServer(mails: Mails, onMail: (id: string) => void): SMTPServer {
  return new SMTPServer({
    banner: 'Entente mailbox, nothing leaves this machine',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: sizeMax,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('error', done)
      stream.on('end', () => {
        if (stream.sizeExceeded)
          return done(Object.assign(new Error('The mail is too big'), { responseCode: 552 }))
        const { mailFrom, rcptTo } = session.envelope
        const envelope = { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) }
        mails.add(Buffer.concat(chunks), envelope, new Date()).then((mail) => {
          onMail(mail.id)
          done()
        }, done)
      })
    },
  })
}
