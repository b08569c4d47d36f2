import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/**
 * A phone number as it is kept (E.164), or undefined when there is no such number. Without a country code it is read
 * as one of `country`.
 */
export function phoneNumber(text: string, country?: string): string | undefined {
  const found = parsePhoneNumberFromString(text.normalize('NFKC'), {
    // A country that the library does not know leaves only numbers with a country code.
    defaultCountry: country as 'DE' | undefined,
    extract: false,
  })
  return found?.isValid() ? found.number : undefined
}

/** A kept number as people read it: +49 30 123456. */
export const readablePhone = (number: string): string =>
  parsePhoneNumberFromString(number)?.formatInternational() ?? number
