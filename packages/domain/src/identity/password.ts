/** Words that people combine and pad to make a long password, folded; German and Chinese favourites included. */
const favourites = [
  'correcthorsebatterystaple',
  'administrator',
  'willkommen',
  'passwort',
  'password',
  'passwd',
  'iloveyou',
  'woaini',
  'ichliebedich',
  'football',
  'baseball',
  'fussball',
  'superman',
  'batman',
  'sunshine',
  'princess',
  'starwars',
  'whatever',
  'trustno',
  'changeme',
  'letmein',
  'welcome',
  'entente',
  'partner',
  'customer',
  'microsoft',
  'qwerty',
  'qwertz',
  'asdfgh',
  'zxcvbn',
  'dragon',
  'monkey',
  'shadow',
  'master',
  'michael',
  'secret',
  'geheim',
  'login',
  'hallo',
  'hello',
  'admin',
  'test',
  'user',
  'abc',
  'company',
  'corporate',
  'firma',
  'portal',
  'kennwort',
  'mima',
  ...['spring', 'summer', 'autumn', 'fall', 'winter', 'fruhling', 'fruehling', 'sommer', 'herbst'],
  ...['chuntian', 'xiatian', 'qiutian', 'dongtian'],
  ...['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september'],
  ...['october', 'november', 'december', 'januar', 'februar', 'marz', 'maerz', 'mai', 'juni', 'juli'],
  ...['oktober', 'dezember', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
  ...['montag', 'dienstag', 'mittwoch', 'donnerstag', 'freitag', 'samstag', 'sonntag'],
]

/** Keyboard rows, columns and counting: a password that is a stretch of one of them, in either direction, is common. */
const walks = [
  '0123456789',
  '1234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik',
  '1q2w3e4r5t6y7u8i9o0p',
  '1q2w3e4r5t6z7u8i9o0p',
  '1a2b3c4d5e6f7g8h9i',
  'a1b2c3d4e5f6g7h8i9',
].map((walk) => walk.repeat(3))

const letterOf: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

/** Whose names a password must not be built around. */
export type PasswordOwner = {
  email: string
  name?: string | undefined
  organisations?: readonly string[]
}

/**
 * Why somebody who knows the owner would try a password among the first: it contains their e-mail name or their
 * company's name, or it is no more than one word in digits and signs. The word may be their own (of their name, company
 * or domain), a favourite, or one that `isListed` knows among the most common passwords.
 */
export function whyGuessable(
  candidate: string,
  owner: PasswordOwner,
  isListed: (word: string) => boolean,
): 'personal' | 'common' | undefined {
  if (containsName(candidate, owner)) return 'personal'
  const text = fold(candidate)
  if (isPattern(text) || isListed(text) || isPadded(text, favourites, isListed)) return 'common'
  return isPadded(text, [...favourites, ...wordsOf(owner)], isListed) ? 'personal' : undefined
}

/** Few different characters, a walk on the keyboard, or a number: a date or a telephone number more often than not. */
function isPattern(text: string): boolean {
  const backwards = reversed(text)
  if (new Set(text).size < 5 || /^[\d\p{P}\p{Sc}\p{Sm}\s]+$/u.test(text)) return true
  return walks.some((walk) => walk.includes(text) || walk.includes(backwards))
}

/** Whether nothing is left of a password but one listed word, once digits, signs and these words are taken away. */
function isPadded(text: string, words: readonly string[], isListed: (word: string) => boolean): boolean {
  const longestFirst = words.toSorted((a, b) => b.length - a.length)
  return spellings(text).some((letters) => {
    const rest = onceOf(longestFirst.reduce((left, word) => left.replaceAll(word, ''), onceOf(letters)))
    if (rest.length <= 2) return rest.length < letters.length
    return isListed(rest) || isListed(reversed(rest))
  })
}

/** The letters of a text: as they stand, and with digits and signs inside it read as the letters that they stand for. */
function spellings(text: string): string[] {
  const core = text.replace(/^[^\p{L}@$]+|[^\p{L}]+$/gu, '')
  const read = core.replace(/[013457@$!]/g, (character) => letterOf[character] ?? '')
  return [core, read].map((spelled) => spelled.replace(/[^\p{L}]/gu, ''))
}

function containsName(candidate: string, { email, organisations = [] }: PasswordOwner): boolean {
  const squeeze = (text: string) => fold(text).replace(/[^\p{L}\p{N}]/gu, '')
  const inside = squeeze(candidate)
  // Shorter names turn up in random passwords by chance; two Chinese characters already count as a name.
  const isName = (name: string) => new TextEncoder().encode(name).length >= 4
  return [email.slice(0, email.lastIndexOf('@')), ...organisations]
    .map(squeeze)
    .some((name) => isName(name) && inside.includes(name))
}

/** The words of a person's address, name and companies. */
const wordsOf = ({ email, name = '', organisations = [] }: PasswordOwner): string[] => {
  // Without the top-level domain, which names no company.
  const address = email.slice(0, email.lastIndexOf('.'))
  return [address, name, ...organisations]
    .flatMap((text) => fold(text).split(/[^\p{L}]+/u))
    .filter((word) => word.length >= 2)
}

/** Lower case, without accents, in one width. */
const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** A repeated text, once. */
const onceOf = (text: string): string => text.replace(/^(.+?)\1+$/u, '$1')

const reversed = (text: string): string => [...text].reverse().join('')
