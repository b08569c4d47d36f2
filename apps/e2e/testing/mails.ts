// Reads the mails in the local mailbox.
import { waitFor } from '@entente/testkit/wait'

export type Mail = {
  to: string[]
  subject: string
  text: string
  html: string | null
  headers: { name: string; value: string }[]
}

export function createMailbox(url: string) {
  const to = async (address: string): Promise<Mail[]> =>
    (await fetch(`${url}/api/messages?to=${encodeURIComponent(address)}`)).json() as Promise<Mail[]>
  return {
    to,
    /** Waits for a mail to an address whose subject matches. */
    arrival: (address: string, subject: RegExp): Promise<Mail> =>
      waitFor(async () => (await to(address)).find((mail) => subject.test(mail.subject)), {
        timeoutMs: 10_000,
        what: `the mail ${subject} to ${address}`,
      }),
  }
}

/** The first link in a mail whose path starts with `path`. */
export function linkIn({ text }: Mail, path: string): string {
  const found = text.match(/https?:\/\/\S+/g)?.find((address) => new URL(address).pathname.startsWith(path))
  if (!found) throw new Error(`The mail holds no link to ${path}:\n${text}`)
  return found
}
