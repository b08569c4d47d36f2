import path from 'node:path'
import { createKeyring, readKeyring } from '@entente/auth/keyring'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { migrate } from '@entente/db/core/migrate'
import { newId } from '@entente/db/core/new-id'
import { asTenant } from '@entente/db/core/scopes'
import { insertRecipients, insertRequest } from '@entente/db/relationship/relationship-requests'
import { givenPartner } from '@entente/db/testing/fixtures'
import { openBackend, openQueuePool } from '@entente/queue/backend'
import { openQueues } from '@entente/queue/bull'
import { migrateQueue } from '@entente/queue/migrate-queue'
import { asRole } from './world.ts'

/** A migrated database with one partner whose jobs can be queued. */
export async function openRecording(serverUrl: string, folder: string) {
  const keysFile = path.join(folder, 'keys.json')
  createKeyring(keysFile)
  await migrate(serverUrl, 'global')
  await migrateQueue(serverUrl)
  const database = openDatabase({ url: asRole(serverUrl, 'entente_api'), connectionsMax: 2 })
  const partner = await givenPartner(database, { kid: readKeyring(keysFile).link.newest })
  const workerUrl = asRole(serverUrl, 'entente_worker')
  const as = { organisationId: partner.id, audience: 'partner', personId: partner.person.id } as const

  /** Inserts a request to `count` addresses, as the partner would send it. */
  async function givenRecipients(count: number) {
    const id = newId<'request'>()
    const recipients = Array.from({ length: count }, (_, at) => ({
      id: newId<'recipient'>(),
      address: `person-${at}@customer.example`,
      reference: null,
    }))
    await asTenant(database, as, async (db) => {
      const now = new Date()
      await insertRequest(db, {
        id,
        partnerId: partner.id,
        linkId: partner.links.plain,
        kind: 'sent',
        authorId: partner.person.id,
        authorName: partner.person.name,
        subject: 'Work with us',
        paragraphs: [
          { kind: 'text', text: 'Dear customer,\nplease read this.', template: null },
          { kind: 'link', text: '', template: null },
          { kind: 'text', text: 'Kind regards', template: null },
        ],
        ...{ templateSubject: null, preparedFor: null, relationshipId: null },
        language: 'en',
        withPrivileges: false,
        createdAt: now,
      })
      await insertRecipients(db, partner.id, id, recipients, now)
    })
    return recipients
  }

  return {
    keysFile,
    workerUrl,
    /** Puts jobs into the mail queue, as the relay does. */
    async record(work: 'empty' | 'mails', count: number, redisUrl: string | undefined): Promise<void> {
      const recipients = await givenRecipients(count)
      const onError = () => undefined
      const backend = openBackend(
        redisUrl
          ? { kind: 'redis', url: redisUrl, cloud: 'global', onError }
          : { kind: 'postgres', pool: openQueuePool({ url: workerUrl, onError }) },
      )
      const queues = openQueues(backend, onError)
      const name = work === 'mails' ? 'mail.request-sent' : 'mail.nothing'
      const rows = recipients.map(({ id: recipientId }) => ({
        id: newId(),
        name,
        data: { partnerId: partner.id, recipientId },
        createdAt: new Date(),
      }))
      await queues.add(rows)
      await queues.close()
      await backend.close()
    },
    close: () => closeDatabase(database),
  }
}
