import { statusOf } from '@entente/domain/refusal'
import { error, type RequestEvent } from '@sveltejs/kit'
import { stringify } from 'csv-stringify/sync'
import { refusalOf } from './refusal.ts'

// A spreadsheet with another separator, and one that does not know quotes, begins a cell here.
const formulaInside = /([;\t\r\n|][\p{Zs}"]*|^\p{Zs}+)(?=[=+\-@＝＋－＠])/gu

const negativeNumber = /^-\d+(\.\d+)?$/

/**
 * One line of a CSV file (RFC 4180). Spreadsheets run text that begins like a formula; a leading apostrophe marks it as
 * text, also where a spreadsheet with another separator would split the cell.
 */
export const csvLine = (cells: readonly string[]): string =>
  stringify([[...cells]], {
    quoted: true,
    quoted_empty: true,
    record_delimiter: '\r\n',
    escape_formulas: true,
    cast: {
      string: (cell) =>
        negativeNumber.test(cell)
          ? { value: cell, escape_formulas: false }
          : cell.replaceAll(formulaInside, "$1'"),
    },
  })

/** Reads one page of a list; without a cursor, its first. */
type ReadPage<Page> = (cursor?: string) => Promise<Page>

/**
 * A list as a CSV file, for a person who may read it. Streams it page by page, so that a long list needs little memory; the
 * first page is read before anything is sent, so that a refusal can still become an error page.
 */
export async function csvDownload<Page extends { nextCursor: string | null }>(
  { locals: { t } }: RequestEvent,
  name: string,
  head: readonly string[],
  read: ReadPage<Page>,
  rowsOf: (page: Page) => readonly (readonly string[])[],
): Promise<Response> {
  const first = await read().catch((cause: unknown) => {
    const refusal = refusalOf(cause)
    if (refusal && statusOf[refusal.code] === 403) error(403, t('errors.not_found'))
    throw cause
  })
  const chunks = chunksOf(head, first, read, rowsOf)
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await chunks.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
  })
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${name}.csv"`,
    },
  })
}

async function* chunksOf<Page extends { nextCursor: string | null }>(
  head: readonly string[],
  first: Page,
  read: ReadPage<Page>,
  rowsOf: (page: Page) => readonly (readonly string[])[],
): AsyncGenerator<string> {
  // Without this byte order mark, spreadsheets do not recognise the file as UTF-8.
  yield `\ufeff${csvLine(head)}`
  for (let page: Page | undefined = first; page; ) {
    yield rowsOf(page).map(csvLine).join('')
    page = page.nextCursor ? await read(page.nextCursor) : undefined
  }
}
