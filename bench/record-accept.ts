import { limitsOf } from '@entente/auth/limits'
import { ownDirectory } from '@entente/auth/own-directory'
import { cloudOf } from '@entente/clouds/clouds'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { databaseDocuments } from '@entente/db/enrolment/document-store'
import { directoryClient } from '@entente/outside/directory-client'
import { sessionOf } from '@entente/trpc/core/context'
import { appRouter } from '@entente/trpc/router'
import { acceptBody } from './accept-body.ts'
import type { World } from './world.ts'

/** A statement as the API sent it, with what in it belongs to one customer replaced by a mark. */
export type Recorded = { text: string; values: unknown[] }

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** Accepts once in this process and keeps every statement that went to the database, the session check first. */
export async function recordAccept(world: World): Promise<Recorded[]> {
  const [customer] = world.take(1)
  if (!customer) throw new Error('No customer is left to record with.')
  const statements: { text: string; values: readonly unknown[] }[] = []
  const database = openDatabase({
    url: world.urls.api,
    onStatement: ({ query }) => statements.push({ text: query.sql, values: query.parameters }),
  })
  const services = {
    database,
    cloud: cloudOf('global'),
    keyring: world.keyring,
    limits: limitsOf(database),
    clock: () => new Date(),
    directory: ownDirectory(database),
    documents: databaseDocuments,
    partnerDirectories: directoryClient({ allowLocal: false }),
    sites: { partner: 'http://localhost', customer: 'http://localhost', operator: 'http://localhost' },
  }
  const session = await sessionOf(services, customer.sessionToken)
  const context = {
    ...services,
    session,
    requestId: crypto.randomUUID(),
    clientAddress: 'bench',
    locale: 'en' as const,
    waiting: null,
    device: null,
  }
  const body = acceptBody(world.token)
  await appRouter.createCaller(context).invitation.accept(body)
  await closeDatabase(database)
  const marks = marksOf(customer, statements)
  return statements.map(({ text, values }) => ({ text, values: values.map((value) => mark(value, marks)) }))
}

/** Ids that the customer brings, and ids that every acceptance makes anew. */
function marksOf(
  customer: { organisationId: string; accountId: string },
  statements: { values: readonly unknown[] }[],
) {
  const marks = new Map([
    [customer.organisationId, '{organisation}'],
    [customer.accountId, '{account}'],
  ])
  const seen = statements.flatMap(({ values }) =>
    values.flatMap((value) => (typeof value === 'string' ? (value.match(uuid) ?? []) : [])),
  )
  // The link and the partner are known before the first insert; whatever appears first in an insert is new.
  const inserts = statements.findIndex(({ values }) =>
    values.some((value) => typeof value === 'string' && value === 'acceptance'),
  )
  const before = new Set(
    statements
      .slice(0, inserts)
      .flatMap(({ values }) =>
        values.flatMap((value) => (typeof value === 'string' ? (value.match(uuid) ?? []) : [])),
      ),
  )
  for (const id of new Set(seen)) if (!marks.has(id) && !before.has(id)) marks.set(id, `{new ${marks.size}}`)
  return marks
}

function mark(value: unknown, marks: Map<string, string>): unknown {
  if (Array.isArray(value)) return value.map((inner) => mark(inner, marks))
  if (typeof value === 'string') return value.replace(uuid, (id) => marks.get(id) ?? id)
  if (Buffer.isBuffer(value)) return { bytes: value.toString('base64') }
  return value
}
