// Speaks just enough SMTP to send a mail exactly as it is written; a mail library would correct it.
import { once } from 'node:events'
import { createConnection } from 'node:net'

/** Sends `source` to the server on `port` for the recipients. Throws when it is refused. */
export async function postMail(
  port: number,
  source: string,
  to: string[] = ['ada@contoso.example'],
): Promise<void> {
  const socket = createConnection(port, '127.0.0.1').setEncoding('utf8')
  const says = async (): Promise<string> => {
    const [reply] = await once(socket, 'data')
    if (!/^[23]/.test(reply)) throw new Error(`refused: ${reply}`)
    return reply
  }
  const commands = [
    'HELO test',
    'MAIL FROM:<no-reply@entente.example>',
    ...to.map((address) => `RCPT TO:<${address}>`),
  ]
  try {
    await says()
    for (const command of [...commands, 'DATA', `${source.replace(/\r?\n/g, '\r\n')}\r\n.`]) {
      socket.write(`${command}\r\n`)
      await says()
    }
  } finally {
    socket.destroy()
  }
}
