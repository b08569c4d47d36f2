import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** Words for an extension that the library does not know: German and Chinese ones, and the `p` and `w` of dial strings. */
const extensionWords =
  /[\s,]*(?:durchwahl|dw|nebenstelle|nst|apparat|app|内线|内線|分机|分機|转|轉|[pw](?=\s*\d+$))[.:\s]*(?=\d)/iu

/**
 * A phone number in E.164, with `;ext=` and the extension after it where there is one (RFC 3966). Undefined when it is not
 * valid or when a part of the text means nothing. Without a country code it is read as one of `country`.
 */
export function phoneNumber(text: string, country?: string): string | undefined {
  const plain = text
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{DI}]/gu, '')
    .replace(/^\s*tel:\s*/i, '')
    .replace(/\(([^()]*)\)\s*$/, ' $1')
    .replace(extensionWords, ' ext. ')
  // The library passes over every other parameter of RFC 3966.
  if (/;(?!ext=)[a-z]/i.test(plain)) return undefined
  const found = parsePhoneNumberFromString(plain, {
    // Safe: for a country that the library does not know, only numbers with a country code are valid.
    defaultCountry: country as 'DE' | undefined,
    extract: false,
  })
  if (!found?.isValid()) return undefined
  return found.ext ? `${found.number};ext=${found.ext}` : found.number
}

/** A stored number in readable form: +49 30 123456, +1 425 882 8080 ext. 123. */
export const readablePhone = (number: string): string =>
  parsePhoneNumberFromString(number)?.formatInternational() ?? number
