const around = /^[\p{Zs}\p{Cf}\p{DI}]+|[\p{Zs}\p{Cf}\p{DI}]+$/gu

/**
 * A text without what nobody sees around it: spaces of every width, and the marks that mail programs, word processors
 * and chats copy along with an address (U+200B, U+200E, U+2068 and their kin). Inside, every mark stays: a reader that
 * dropped it there would take two spellings for one.
 */
export const withoutMarksAround = (text: string): string => text.replace(around, '')

/** Digits of any script as 0 to 9. Unicode keeps each script's ten in a row, and every row beside others whole. */
export const withAsciiDigits = (text: string): string =>
  text.normalize('NFKC').replace(/(?![0-9])\p{Nd}/gu, (digit) => {
    let zero = digit.codePointAt(0) ?? 0
    const own = zero
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
    return String((own - zero) % 10)
  })

/** A code as people type and paste it: spaces, dashes, capitals, invisible marks and the script of its digits mean nothing. */
export const compactCode = (text: string): string =>
  withAsciiDigits(text)
    .replace(/[\s\p{Pd}\p{Cf}\p{DI}\u2212]/gu, '')
    .toLowerCase()

/** A web address as people type it: `www.example.com` means https. Whether it is one is left to its reader. */
export function asWebAddress(text: string): string {
  const address = withoutMarksAround(text.trim())
  const hasScheme = /^[a-z][a-z\d+.-]*:(?!\d)/i.test(address)
  return hasScheme || !address.includes('.') ? address : `https://${address.replace(/^\/\//, '')}`
}

/** A stored phone number as people type it: the parameter of RFC 3966 reads as a word. */
export const phoneAsTyped = (number: string): string => number.replace(';ext=', ' ext. ')
