const around = /^[\p{Zs}\p{Cf}\p{DI}]+|[\p{Zs}\p{Cf}\p{DI}]+$/gu

/**
 * A text without what nobody sees around it: spaces of every width, and the marks that mail programs, word processors
 * and chats copy along with an address (U+200B, U+200E, U+2068 and their kin). Inside, every mark stays: a reader that
 * dropped it there would take two spellings for one.
 */
export const withoutMarksAround = (text: string): string => text.replace(around, '')
