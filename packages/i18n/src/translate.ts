import type { Locale } from '@entente/domain/core/locale'
import { IntlMessageFormat } from 'intl-messageformat'
import type { Catalogue } from './catalogue.ts'
import type { Messages, NoArguments } from './messages.gen.ts'

export type MessageKey = keyof Messages

/** The key of a message without arguments. */
export type PlainKey = { [K in MessageKey]: Messages[K] extends NoArguments ? K : never }[MessageKey]

/** Translates a message: `t('portal.customers.title')`, `t('acceptance.asks', { partner })`. */
export type Translate = {
  <K extends MessageKey>(key: K, ...args: Messages[K] extends NoArguments ? [] : [Messages[K]]): string
  readonly locale: Locale
}

/**
 * Makes a translator from the messages of `loadCatalogue`. Every message is parsed once, on its first use. A key whose
 * namespace was not loaded throws: it is a mistake of ours that a page must not hide.
 */
export function createTranslator(locale: Locale, catalogue: Catalogue): Translate {
  const formats = new Map<string, Format>()
  const formatOf = (key: string): Format => {
    const known = formats.get(key)
    if (known) return known
    const message = Object.hasOwn(catalogue, key) ? catalogue[key] : undefined
    if (message === undefined) throw new Error(`No message "${key}" in ${locale}. Was its namespace loaded?`)
    const format = formatFor(parseMessage(message, locale))
    formats.set(key, format)
    return format
  }
  const translate = (key: string, values?: Values) =>
    locale === 'zh-CN' && values ? joinedHan(formatOf(key)(marked(values))) : formatOf(key)(values)
  return Object.assign(translate, { locale }) as Translate // the types of keys and arguments exist only outside
}

type Values = Record<string, string | number>
type Format = (values: Values | undefined) => string

// What the parser calls words and a plain argument.
const [literal, argument] = [0, 1]

/**
 * Joins a message of words and plain arguments, as most are, for which `IntlMessageFormat` takes many times as long. It still
 * chooses plural forms, and says which argument is missing.
 */
function formatFor(message: IntlMessageFormat): Format {
  const whole = (values: Values | undefined) => String(message.format(values))
  const parts: { type: number; value?: string }[] = message.getAst()
  if (parts.some(({ type }) => type !== literal && type !== argument)) return whole
  return (values) => {
    let text = ''
    for (const { type, value = '' } of parts) {
      const said = type === literal ? value : values?.[value]
      if (typeof said !== 'string' && typeof said !== 'number') return whole(values)
      text += said
    }
    return text
  }
}

// Characters for private use, around a value that begins or ends in Chinese while it stands in its message.
const [opened, closed] = ['\uE001', '\uE002']
const hasHanEdge = /^\p{Script=Han}|\p{Script=Han}$/u

const marked = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' && hasHanEdge.test(value) ? `${opened}${value}${closed}` : value,
    ]),
  )

/** Messages set off a value by spaces, as Chinese does with other scripts; a Chinese value has none around it. */
const joinedHan = (text: string): string =>
  text
    .replace(/(?<=\p{Script=Han}) \uE001(?=\p{Script=Han})/gu, '')
    .replace(/(?<=\p{Script=Han})\uE002 (?=\p{Script=Han})/gu, '')
    .replace(/[\uE001\uE002]/g, '')

/** Parses one message. Angle brackets are plain text: no message of ours holds markup. */
export function parseMessage(message: string, locale: string): IntlMessageFormat {
  return new IntlMessageFormat(message, locale, undefined, { ignoreTag: true })
}
