import type { Transport } from './transport.ts'

/** A transport that sends at most `most` mails at once. The others wait for their turn, in their order. */
export function fewAtOnce(transport: Transport, most: number): Transport {
  let underWay = 0
  const waiting: (() => void)[] = []
  return {
    ...transport,
    async send(mail) {
      if (underWay < most) underWay++
      else await new Promise<void>((resolve) => waiting.push(resolve))
      try {
        await transport.send(mail)
      } finally {
        // The next one takes over the place.
        const next = waiting.shift()
        if (next) next()
        else underWay--
      }
    },
  }
}
