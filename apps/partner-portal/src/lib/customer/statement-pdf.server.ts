import { formatDate, formatMoney, formatMonth } from '@entente/i18n/format'
import PdfDocument from 'pdfkit'
import type { Statement } from './statement.server.ts'
import { unpackFont } from './unpack-font.server.ts'

const margin = 48
const rowHeight = 30
type Column = { x: number; width: number; align?: 'right' }
const columns = {
  day: { x: 0, width: 74 },
  what: { x: 74, width: 180 },
  seats: { x: 254, width: 45, align: 'right' },
  price: { x: 299, width: 70, align: 'right' },
  days: { x: 369, width: 50, align: 'right' },
  amount: { x: 419, width: 80, align: 'right' },
} as const satisfies Record<string, Column>
const whole: Column = { x: 0, width: 499 }

type Reader = Pick<App.Locals, 't' | 'locale' | 'timeZone' | 'cloud'>

/** A statement to print and to file: the same words, days and amounts as its page. */
export async function statementPdf(statement: Statement, reader: Reader): Promise<Uint8Array<ArrayBuffer>> {
  const { t, locale, cloud } = reader
  const { month, currency } = statement
  const title = t('record.billing.of_month', { month: formatMonth(locale, month) })
  const page = await openPage(title)
  const money = (amount: number) => formatMoney(locale, amount, currency)
  const day = (at: Date | string) => formatDate(locale, at, reader.timeZone)
  page.line(cloud.name, whole, { size: 10 })
  page.line(title, whole, { size: 18, height: 34 })
  for (const [term, text] of [
    ['record.billing.customer', statement.customerName],
    ['record.billing.billed_to', statement.partner],
    ['record.billing.made', day(statement.madeAt)],
    ['record.billing.total', money(statement.total)],
  ] as const)
    page.line(`${t(term)}: ${text}`, whole, { height: 16 })
  page.skip(14)
  const names = Object.keys(columns) as (keyof typeof columns)[]
  page.row(names.map((name) => [t(`record.billing.line.${name}`), columns[name]]))
  page.rule()
  for (const line of statement.lines) {
    page.row([
      [day(line.at), columns.day],
      [line.offer, columns.what],
      [String(line.seats), columns.seats],
      [money(line.unitPrice), columns.price],
      [
        t('record.billing.line.days.of', { days: String(line.days), termDays: String(line.termDays) }),
        columns.days,
      ],
      [money(line.amount), columns.amount],
    ])
    page.below(t(`record.billing.line.${line.kind}`), columns.what)
  }
  page.rule()
  page.row([[`${t('record.billing.total')}: ${money(statement.total)}`, { ...whole, align: 'right' }]])
  return page.end()
}

type Cell = readonly [text: string, column: Column]

/** A document that is written from top to bottom, with new pages where one is full. */
async function openPage(title: string) {
  const fonts = await loadFonts()
  const pdf = new PdfDocument({ size: 'A4', margin, font: fonts.latin as never, info: { Title: title } })
  const parts: Buffer[] = []
  pdf.on('data', (part: Buffer) => parts.push(part))
  const ended = new Promise<void>((resolve) => pdf.on('end', () => resolve()))
  for (const [name, font] of Object.entries(fonts)) pdf.registerFont(name, font)
  const bottom = pdf.page.height - margin
  let y = margin
  const room = (height: number) => {
    if (y + height <= bottom) return
    pdf.addPage()
    y = margin
  }
  const write = (text: string, { x, width, align }: Column, at: number, size: number) => {
    pdf.fontSize(size)
    const runs = fitted(pdf, text, width - 6)
    const used = runs.reduce((sum, run) => sum + run.width, 0)
    let left = margin + x + (align ? width - used : 0)
    for (const run of runs) {
      pdf.font(run.font).text(run.text, left, at, { lineBreak: false })
      left += run.width
    }
  }
  return {
    line(text: string, column: Column, { size = 9, height = 14 } = {}) {
      room(height)
      write(text, column, y, size)
      y += height
    },
    row(cells: readonly Cell[]) {
      room(rowHeight)
      for (const [text, column] of cells) write(text, column, y, 9)
      y += 16
    },
    below(text: string, column: Column) {
      write(text, column, y - 4, 8)
      y += rowHeight - 16
    },
    rule() {
      pdf
        .moveTo(margin, y)
        .lineTo(margin + whole.width, y)
        .lineWidth(0.5)
        .stroke()
      y += 6
    },
    skip(height: number) {
      y += height
    },
    async end() {
      pdf.end()
      await ended
      return new Uint8Array(Buffer.concat(parts))
    },
  }
}

type Run = { font: FontName; text: string; width: number }

/** A text in runs of one font each, cut with an ellipsis where it is wider than its column. */
function fitted(pdf: PDFKit.PDFDocument, text: string, width: number): Run[] {
  const characters = [...text]
  for (let length = characters.length; length > 0; length--) {
    const shown = length === characters.length ? text : `${characters.slice(0, length).join('')}…`
    const runs = runsOf(shown).map((run) => ({ ...run, width: pdf.font(run.font).widthOfString(run.text) }))
    if (runs.reduce((sum, run) => sum + run.width, 0) <= width) return runs
  }
  return []
}

function runsOf(text: string): Omit<Run, 'width'>[] {
  const runs: Omit<Run, 'width'>[] = []
  for (const character of text) {
    const font = fontOf(character)
    const last = runs.at(-1)
    if (last?.font === font) last.text += character
    else runs.push({ font, text: character })
  }
  return runs
}

type FontName = 'latin' | 'latinExt' | 'cyrillic' | 'chinese'

/** Noto Sans SC comes in files by script. */
function fontOf(character: string): FontName {
  if (/[ -\u00ff\u2010-\u2027\u20ac\u2212]/u.test(character)) return 'latin'
  if (/[\u0100-\u024f\u1e00-\u1eff]/u.test(character)) return 'latinExt'
  return /\p{Script=Cyrillic}/u.test(character) ? 'cyrillic' : 'chinese'
}

let loaded: Promise<Record<FontName, Buffer>> | undefined

/** Read with the first statement that is asked for: the Chinese one is large. */
function loadFonts(): Promise<Record<FontName, Buffer>> {
  loaded ??= Promise.all([
    import('@fontsource/noto-sans-sc/files/noto-sans-sc-latin-400-normal.woff?inline'),
    import('@fontsource/noto-sans-sc/files/noto-sans-sc-latin-ext-400-normal.woff?inline'),
    import('@fontsource/noto-sans-sc/files/noto-sans-sc-cyrillic-400-normal.woff?inline'),
    import('@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff?inline'),
  ]).then((files) => {
    const [latin, latinExt, cyrillic, chinese] = files.map(({ default: url }) =>
      unpackFont(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')),
    ) as [Buffer, Buffer, Buffer, Buffer]
    return { latin, latinExt, cyrillic, chinese }
  })
  return loaded
}
