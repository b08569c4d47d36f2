import { type LegacyEncoding, legacyEncodings } from '@entente/domain/core/csv'
import {
  type CustomerImportKind,
  customerImportKinds,
  customerImportLimits,
} from '@entente/domain/customer/customer-import'
import { type FormValues, newIdempotencyKey } from '@entente/site/form'
import { formAction, type Read } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import type { RequestEvent } from '@sveltejs/kit'
import { sayWhyNot } from '#lib/partner/users.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const imports = await event.locals.api.customerImports.list
    .query()
    .catch((cause: unknown) => sayWhyNot(event, cause))
  const wanted = event.url.searchParams.get('kind')
  const { requests, customers } = event.locals.cloud
  const open = { invite: requests.sendForMe, add: customers.newAllowed }
  const kind =
    customerImportKinds.find((one) => one === wanted && open[one]) ?? (open.invite ? 'invite' : 'add')
  return {
    imports,
    kind,
    idempotencyKey: newIdempotencyKey(),
    open,
  }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: (values, form) => readFile(event, values, form.get('file')),
      // The bytes as they are: reading them as text here would lose what is not UTF-8.
      send: async ({ file, ...input }) => {
        const content = Buffer.from(await file.arrayBuffer()).toString('base64')
        return event.locals.api.customerImports.upload.mutate({
          ...input,
          fileName: file.name,
          file: content,
        })
      },
      fields: { import_unreadable: 'file' },
      next: ({ id }) => `/customers/import/${id}`,
    }),
}

type Chosen = { file: File; kind: CustomerImportKind; encoding: LegacyEncoding | null; seen: string }

function readFile(
  { locals: { t } }: RequestEvent,
  { encoding, kind, seen = '' }: FormValues,
  file: FormDataEntryValue | null,
): Read<Chosen> {
  const wrong = (text: string) => ({ success: false as const, fields: { file: [text] } })
  // Without a chosen file, the form sends an empty one.
  if (!(file instanceof File) || file.size === 0) return wrong(t('common.csv.file.missing'))
  if (file.size > customerImportLimits.bytes) return wrong(t('portal.imports.file.too_large'))
  const known = legacyEncodings.find((name) => name === encoding) ?? null
  const wanted = customerImportKinds.find((one) => one === kind) ?? 'invite'
  return { success: true, data: { file, kind: wanted, encoding: known, seen } }
}
