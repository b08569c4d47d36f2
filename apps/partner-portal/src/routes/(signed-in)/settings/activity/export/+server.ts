import { formatList } from '@entente/i18n/format'
import type { Api } from '@entente/site/api'
import { refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { error, type RequestEvent } from '@sveltejs/kit'
import { csvLine } from '#lib/core/csv.ts'
import { readFilters, whatHappened, whoActed } from '#lib/partner/activity.ts'
import type { RequestHandler } from './$types'

type Page = Awaited<ReturnType<Api['partnerAccount']['activity']['query']>>

const rowsPerRead = 500
const columns = ['time', 'what', 'about', 'who', 'email', 'roles', 'code'] as const

/** Exports the log with the filters of its page (U-16). Streams it page by page, so a long log needs little memory. */
export const GET: RequestHandler = async (event) => {
  requireSession(event)
  const { filters } = readFilters(event.url.searchParams)
  const read = (cursor?: string) =>
    event.locals.api.partnerAccount.activity.query({
      ...filters,
      cursor,
      limit: rowsPerRead,
      timeZone: event.locals.timeZone,
    })
  // Reads the first page before sending anything, so that a refusal can still become an error page.
  const first = await read().catch((cause: unknown) => {
    const code = refusalOf(cause)?.code
    if (code === 'missing_permission') error(403, event.locals.t('errors.not_found'))
    throw cause
  })
  const lines = linesOf(event, first, read)
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await lines.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
  })
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="activity.csv"',
    },
  })
}

async function* linesOf(
  { locals: { t, locale } }: RequestEvent,
  first: Page,
  read: (cursor: string) => Promise<Page>,
): AsyncGenerator<string> {
  // Without this byte order mark, spreadsheets do not recognise the file as UTF-8.
  yield `\ufeff${csvLine(columns.map((column) => t(`settings.activity.column.${column}`)))}`
  for (let page: Page | undefined = first; page; ) {
    yield page.entries
      .map((entry) =>
        csvLine([
          new Date(entry.at).toISOString(),
          whatHappened(t, entry.action),
          entry.viewed ? t(`portal.nav.${entry.viewed}`) : entry.about.join('; '),
          whoActed(t, entry),
          entry.person?.email ?? '',
          entry.person
            ? formatList(
                locale,
                entry.roles.map((role) => t(`common.role.${role}`)),
              )
            : '',
          entry.action,
        ]),
      )
      .join('')
    page = page.nextCursor ? await read(page.nextCursor) : undefined
  }
}
