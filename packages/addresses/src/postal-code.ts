import { withAsciiDigits, withoutMarksAround } from '@entente/domain/core/typed-text'
import { addressRules } from './address-rules.gen.ts'

/** What people write before a postal code in their language. */
const labels =
  /^(?:〒|郵便番号|邮政编码|邮编|郵遞區號|우편번호|CEP|C\.?P\.?|PLZ|ZIP(?: CODE)?|PIN(?: CODE)?|POST ?CODE)[\s:：-]*/u

/** The distinguishing signs of vehicles that are written before a code where they differ from the country's code. */
const signs: Record<string, string> = Object.fromEntries(
  'AT-A BE-B DE-D EE-EST ES-E FI-FIN FR-F HU-H IE-IRL IT-I LI-FL LU-L MT-M NO-N PT-P RU-RUS SE-S SI-SLO SM-RSM VA-V'
    .split(' ')
    .map((pair) => pair.split('-')),
)

/**
 * A postal code in the form of its country, however it is typed: in full-width or other digits, with a label or the sign of
 * the country before it, with other separators or without. Undefined when the country has codes and this is none.
 */
export function postalCodeIn(country: string, typed: string): string | undefined {
  const text = withoutMarksAround(
    withAsciiDigits(typed.trim()).replace(/\p{Pd}|\u2212|(?<=\d)ー(?=\d)/gu, '-'),
  )
  const { postalCode, examples = [] } = addressRules[country] ?? {}
  if (!postalCode) return text
  const pattern = new RegExp(`^(?:${postalCode})$`)
  const code = text.toUpperCase()
  const bare = code.replace(labels, '')
  const longestFirst = [country, signs[country] ?? country].sort((one, other) => other.length - one.length)
  const signed = new RegExp(`^(?:${longestFirst.join('|')})[\\s-]*(?=[A-Z\\d])`)
  for (const part of [code, bare, bare.replace(signed, '')])
    for (const whole of [part, `${country}${part}`, `${country}-${part}`]) {
      const found = forms(whole, examples).find((form) => pattern.test(form))
      if (found) return found
    }
  return undefined
}

/** The ways to write a code: with the separators of each example of the same length, and without any. */
function forms(code: string, examples: readonly string[]): string[] {
  const signs = bareOf(code)
  const alike = examples.filter((example) => bareOf(example).length === signs.length)
  const sameKind = alike.filter((example) => kindOf(example) === kindOf(signs))
  return [...[...sameKind, ...alike].map((example) => written(signs, example)), signs, code]
}

const bareOf = (code: string): string => code.replace(/[\s.-]/g, '')

const kindOf = (code: string): string => bareOf(code).replace(/\d/g, '9').replace(/[A-Z]/g, 'A')

/** The signs of a code with the separators of an example. */
function written(signs: string, example: string): string {
  let at = 0
  return example.replace(/[^\s.-]/g, () => signs[at++] ?? '')
}
