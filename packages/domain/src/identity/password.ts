/** Words that people pad to make a long password; German and Chinese favourites included. */
const words = [
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

/** Whether a long password is among the first that are guessed: few different characters, a walk, or padded words. */
export function isCommonPassword(candidate: string): boolean {
  const lower = candidate.toLowerCase()
  const backwards = [...lower].reverse().join('')
  if (new Set(lower).size < 5) return true
  if (walks.some((walk) => walk.includes(lower) || walk.includes(backwards))) return true
  const core = lower.replace(/^[^\p{L}@$]+|[^\p{L}]+$/gu, '')
  const spelled = core
    .replace(/[013457@$!]/g, (character) => letterOf[character] ?? '')
    .replace(/[^\p{L}]/gu, '')
  const rest = words.reduce((text, word) => text.replaceAll(word, ''), spelled)
  return rest.length < spelled.length && rest.length <= 2
}
