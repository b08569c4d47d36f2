import { legacyEncodings } from '@entente/domain/core/csv'
import { userFileFields, userFileLimits } from '@entente/domain/customer/user-file'
import { csvLine } from '@entente/site/csv'
import { inBase64, readCsvForm } from '@entente/site/csv-form'
import { type FormValues, newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { atCustomer, lacksReason, reasonIn } from '#lib/customer/reason.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ parent, url }) => ({
  idempotencyKey: newIdempotencyKey(),
  createKey: newIdempotencyKey(),
  reason: reasonIn(url),
  isReasonAsked: lacksReason((await parent()).record, url),
})

/** The file as the page before carries it along, with the columns that a person named. */
function readCarried({ file = '', encoding, seen = '', ...values }: FormValues) {
  const mapping = Object.fromEntries(
    userFileFields.flatMap((field) => {
      const at = values[`column-${field}`]
      return at ? [[field, Number(at)]] : []
    }),
  )
  const known = legacyEncodings.find((name) => name === encoding) ?? null
  return { success: true as const, data: { file, encoding: known, seen, mapping } }
}

export const actions: Actions = {
  /** The dry run of a file. */
  check: (event) => {
    const { t } = event.locals
    const words = { missing: t('common.csv.file.missing'), tooLarge: t('record.users.file.too_large') }
    return formAction(event, {
      schema: readCsvForm(userFileLimits.bytes, words),
      press: 'record.users.file.check',
      send: async ({ file, ...input }) => {
        const carried = { ...input, file: await inBase64(file) }
        const checked = await event.locals.api.customerUsers.checkFile.mutate({
          ...carried,
          ...atCustomer(event),
        })
        const { file: bytes, encoding, seen } = carried
        return { ...checked, carried: { file: bytes, encoding: encoding ?? '', seen } }
      },
      next: (checked) => ({ checked }),
    })
  },

  /** The dry run again, with other columns. */
  map: (event) =>
    formAction(event, {
      schema: readCarried,
      press: 'record.users.file.check',
      send: async (input) => {
        const checked = await event.locals.api.customerUsers.checkFile.mutate({
          ...input,
          ...atCustomer(event),
        })
        const { file, encoding, seen } = input
        return { ...checked, carried: { file, encoding: encoding ?? '', seen } }
      },
      next: (checked) => ({ checked }),
    }),

  /** The response itself shows the passwords, which never go into a cookie, a URL or a store. */
  create: (event) =>
    formAction(event, {
      schema: readCarried,
      press: 'record.users.create',
      send: (input) =>
        event.locals.api.customerUsers.createFromFile.mutate({ ...input, ...atCustomer(event) }),
      next: (answer) => {
        if (answer.result !== 'shown') return { created: { users: [], bad: [], csv: '' } }
        const { users, bad } = answer
        const { t } = event.locals
        const head = [
          t('record.users.field.user_name'),
          t('record.users.field.name'),
          t('common.field.password'),
        ]
        const lines = [head, ...users.map((one) => [one.userName, one.displayName, one.password])]
        // Without the byte order mark, spreadsheets do not recognise the file as UTF-8.
        return { created: { users, bad, csv: `\ufeff${lines.map(csvLine).join('')}` } }
      },
    }),
}
