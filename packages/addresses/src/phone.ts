import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/**
 * A phone number in E.164, or undefined when it is not valid. Without a country code it is read as one of `country`.
 */
export function phoneNumber(text: string, country?: string): string | undefined {
  const found = parsePhoneNumberFromString(text.normalize('NFKC'), {
    // Safe: for a country that the library does not know, only numbers with a country code are valid.
    defaultCountry: country as 'DE' | undefined,
    extract: false,
  })
  return found?.isValid() ? found.number : undefined
}

/** A stored number in readable form: +49 30 123456. */
export const readablePhone = (number: string): string =>
  parsePhoneNumberFromString(number)?.formatInternational() ?? number
