import { insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import type { PartnerDb } from '@entente/db/core/scopes'
import {
  type CustomerImport,
  findCustomerImport,
  insertCustomerImport,
  listCustomerImports,
  lockCustomerImport,
  saveCustomerImport,
} from '@entente/db/customer/customer-imports'
import {
  findImportRow,
  languagesOfGoodRows,
  listImportRows,
  mailsSentOn,
  saveImportFields,
  unreadImportRows,
  waitingRows,
} from '@entente/db/customer/import-rows'
import { readRowsOfImport } from '@entente/db/customer/read-import'
import type { AuditAction } from '@entente/domain/core/audit-action'
import type { Id } from '@entente/domain/core/id'
import { dayAt } from '@entente/domain/core/local-day'
import { type Locale, locale } from '@entente/domain/core/locale'
import { may, rolesFor } from '@entente/domain/core/permission'
import {
  type CustomerImportEvent,
  type CustomerImportKind,
  customerImportInput,
  importIdInput,
  importRowsInput,
  leavingDays,
  mapImportInput,
  mendRowInput,
  noRows,
  stepCustomerImport,
} from '@entente/domain/customer/customer-import'
import { guessMapping, isMappingWhole, valuesOf } from '@entente/domain/customer/import-row'
import { sendsForPartners } from '@entente/domain/relationship/send-limits'
import { enqueue } from '@entente/queue/enqueue'
import type { Context } from '../core/context.ts'
import { actorOf, type PartnerSession, partnerMutation, partnerQuery } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { buildDraft } from '../relationship/draft.ts'
import { insertTemplateRequest } from '../relationship/template-request.ts'
import { readImportFile } from './import-file.ts'

type Ctx = Context & { db: PartnerDb; session: PartnerSession }

/** The partner's own lists of customers: each row becomes an invitation or a customer that it adds (R-140, R-164, U9). */
export const customerImports = t.router({
  list: partnerQuery('customers.import').query(({ ctx: { db, session } }) =>
    listCustomerImports(db, session.organisation.id),
  ),

  /** Reads a file and keeps its rows. Text that is not Unicode is refused until the person has confirmed how it reads. */
  upload: partnerMutation('customers.import')
    .input(customerImportInput)
    .prepare(({ input }) => readImportFile(input))
    .mutation(async ({ ctx, input: { kind, fileName }, prepared: { head, rows } }) => {
      const { db, session, now, cloud } = ctx
      refuseKind(ctx, kind)
      const imported = {
        id: newId<'customer_import'>(),
        partnerId: session.organisation.id,
        ...{ kind, fileName, columns: head, mapping: guessMapping(kind, head) },
        ...{ state: 'uploaded' as const, language: cloud.defaultLocale, total: rows.length },
        ...{ authorId: session.account.id, authorName: session.account.name, createdAt: now },
      }
      await insertCustomerImport(db, imported, rows)
      await record(ctx, 'customer_import.uploaded', { importId: imported.id, kind, rows: rows.length })
      return { id: imported.id }
    }),

  /** An import with its counts, the first rows of the file, and when the rest of its invitations leaves. */
  get: partnerQuery('customers.import')
    .input(importIdInput)
    .query(async ({ ctx, input: { id } }) => {
      const { db, session, cloud, now } = ctx
      const imported = await findCustomerImport(db, session.organisation.id, id)
      if (!imported) throw refused({ code: 'not_found' })
      const sample = await listImportRows(db, id, { after: 0, limit: 3 })
      const isOpen = imported.state === 'checked' || imported.state === 'taking'
      return {
        ...imported,
        counts: { ...noRows, ...imported.counts },
        sample: sample.map(({ fields }) => fields),
        languages: cloud.locales,
        privilegesChoice: cloud.requests.privilegesChoice,
        mayIncludePrivileges: may('partner', session.roles, 'relationship_request.include_privileges'),
        leaving: imported.kind === 'invite' && isOpen ? await leavingOf(ctx, imported, now) : null,
      }
    }),

  /** The rows in one state, in the order of the file, with the values of their columns. */
  rows: partnerQuery('customers.import')
    .input(importRowsInput)
    .query(async ({ ctx: { db, session }, input: { id, state, after, limit } }) => {
      const imported = await findCustomerImport(db, session.organisation.id, id)
      if (!imported) throw refused({ code: 'not_found' })
      const rows = await listImportRows(db, id, { state, after, limit: limit + 1 })
      return {
        rows: rows.slice(0, limit).map(({ row, fields, faults }) => ({
          ...{ row, fields, faults },
          values: valuesOf(fields, imported.mapping),
        })),
        next: rows.length > limit ? (rows[limit - 1]?.row ?? null) : null,
      }
    }),

  /** Says what the columns are, and starts the dry run. Nothing leaves and nothing is added by it. */
  map: partnerMutation('customers.import')
    .input(mapImportInput)
    .mutation(async ({ ctx, input: { id, mapping, language, withPrivileges } }) => {
      const imported = await step(ctx, id, 'map')
      if (!isMappingWhole(imported.kind, mapping, imported.columns.length))
        throw refused({ code: 'import_columns_missing' })
      // A person who may not hand out such a link learns it before the file is read.
      if (imported.kind === 'invite') await buildDraft(ctx, { language, withPrivileges })
      const { state } = imported
      await saveCustomerImport(ctx.db, id, { state, mapping, language, withPrivileges, checkedTo: 0 })
      await unreadImportRows(ctx.db, id)
      await goOn(ctx, id)
      return { id }
    }),

  /** Saves the values of a row that is at fault, and reads it again. */
  mend: partnerMutation('customers.import')
    .input(mendRowInput)
    .mutation(async ({ ctx, input: { id, row, values } }) => {
      const { db, cloud } = ctx
      const imported = await step(ctx, id, 'mend')
      const found = await findImportRow(db, id, row)
      if (found?.state !== 'bad') throw refused({ code: 'not_found' })
      const fields = imported.columns.map((_, at) => found.fields[at] ?? '')
      for (const [field, text] of Object.entries(values)) {
        const at = imported.mapping[field]
        if (at !== undefined) fields[at] = text
      }
      await saveImportFields(db, id, row, fields)
      const [read] = await readRowsOfImport(db, imported, [{ row, fields }], cloud)
      return { isGood: read?.state !== 'bad', faults: read?.faults ?? [] }
    }),

  /** Takes the good rows. Invitations above the limit of a day leave on the following days. */
  take: partnerMutation('customers.import')
    .input(importIdInput)
    .mutation(async ({ ctx, input: { id } }) => {
      const imported = await step(ctx, id, 'take')
      refuseKind(ctx, imported.kind)
      const requests = imported.kind === 'invite' ? await requestsFor(ctx, imported) : {}
      await saveCustomerImport(ctx.db, id, { state: imported.state, requests, nextAt: ctx.now })
      await record(ctx, 'customer_import.started', { importId: id, kind: imported.kind })
      await goOn(ctx, id)
      return { id }
    }),

  /** Ends an import. What it has taken stays; the rest is not taken. */
  cancel: partnerMutation('customers.import')
    .input(importIdInput)
    .mutation(async ({ ctx, input: { id } }) => {
      const { state } = await step(ctx, id, 'cancel')
      await saveCustomerImport(ctx.db, id, { state, nextAt: null, endedAt: ctx.now })
      await record(ctx, 'customer_import.cancelled', { importId: id })
      return { id }
    }),
})

/** The import after an event, locked; refused when it has moved on. */
async function step(
  { db, session }: Ctx,
  id: Id<'customer_import'>,
  event: CustomerImportEvent,
): Promise<CustomerImport> {
  const imported = await lockCustomerImport(db, session.organisation.id, id)
  if (!imported) throw refused({ code: 'not_found' })
  return { ...imported, state: settled(stepCustomerImport(imported.state, event)) }
}

/** Rows become invitations only by people who may invite, and customers only by those who may add some. Where the cloud sends nothing for partners, nobody invites many. */
function refuseKind({ session, cloud }: Ctx, kind: CustomerImportKind): void {
  const permission = kind === 'invite' ? 'relationship_request.prepare' : 'customers.add'
  if (!may('partner', session.roles, permission))
    throw refused({ code: 'missing_permission', permission, roles: rolesFor(permission) })
  if (kind === 'invite') settled(sendsForPartners(cloud))
}

/** One request for each language of the good rows, as the cloud words it. Its recipients follow day by day. */
async function requestsFor(ctx: Ctx, { id, withPrivileges }: CustomerImport) {
  const requests: Partial<Record<Locale, Id<'request'>>> = {}
  for (const language of await languagesOfGoodRows(ctx.db, id))
    requests[locale.parse(language)] = await insertTemplateRequest(ctx, {
      language: locale.parse(language),
      withPrivileges,
    })
  return requests
}

async function leavingOf({ db, cloud }: Ctx, { id, partnerId }: CustomerImport, now: Date) {
  const usedToday = await mailsSentOn(db, partnerId, dayAt(now, cloud.timeZone))
  const waiting = await waitingRows(db, id)
  return waiting.left === 0 ? null : leavingDays(waiting, { now, usedToday, cloud })
}

const goOn = ({ db, session, now }: Ctx, importId: Id<'customer_import'>): Promise<void> =>
  enqueue(
    db,
    [{ name: 'customer-import.continue', data: { partnerId: session.organisation.id, importId } }],
    now,
  )

const record = (ctx: Ctx, action: AuditAction, payload: Record<string, unknown>) =>
  insertAudit(
    ctx.db,
    actorOf(ctx),
    [{ organisationId: ctx.session.organisation.id, action, payload }],
    ctx.now,
  )
