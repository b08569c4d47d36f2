// For the test that kills it: node mails-process.ts <settings as JSON>. Runs mails at the same time with a provider that takes the
// first `taken` of them, says "sending" once all were rendered and saved, and never answers the rest.
import { cloudOf } from '@entente/clouds/clouds'
import { openDatabase } from '@entente/db/core/database'
import { fixtureKid } from '@entente/db/testing/fixtures'
import { openResend } from '@entente/outside/resend-transport'
import type { Job } from '@entente/queue/jobs'
import { runJob } from '../src/handlers.ts'
import { toolsFor } from './tools.ts'

export type MailsSettings = {
  url: string
  provider: string
  linkKey: string
  jobs: (Job & { id: string })[]
  taken: number
}

const settings: MailsSettings = JSON.parse(process.argv[2] ?? '')
const { url, provider, linkKey, jobs, taken } = settings
const transport = openResend({ apiKey: 're_test', baseUrl: provider })
const everybody = Promise.withResolvers<void>()
let arrived = 0
const tools = {
  ...toolsFor(openDatabase({ url }), cloudOf('global')),
  linkKeys: { newest: fixtureKid, keys: new Map([[fixtureKid, Buffer.from(linkKey, 'hex')]]) },
  transport: {
    ...transport,
    send: async (...mail: Parameters<typeof transport.send>) => {
      const place = ++arrived
      if (arrived === jobs.length) everybody.resolve()
      await everybody.promise
      // What is taken has a record only if the process lives on.
      if (place <= taken) await transport.send(...mail)
      if (place === Math.max(taken, 1)) process.stdout.write('sending\n')
      await new Promise(() => undefined)
    },
  },
  clock: () => new Date(),
}
await Promise.all(jobs.map((job) => runJob(tools, { ...job, recordedAt: new Date(), isLastAttempt: false })))
