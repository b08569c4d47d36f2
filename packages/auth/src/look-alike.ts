/** Letters of other scripts, and Latin ones of other languages, that look like a plain one in a domain name. */
const lookAlikes: Record<string, string> = {
  a: 'аɑαａ',
  b: 'ƅЬ',
  c: 'сϲⅽ',
  d: 'ԁɗđⅾ',
  e: 'еҽєɛ',
  f: 'ƒ',
  g: 'ɡցɢ',
  h: 'һհħ',
  i: 'іıιɩⅰ',
  j: 'јʝ',
  k: 'кκ',
  l: 'ⅼłŀӏ',
  m: 'мⅿ',
  n: 'пηոռ',
  o: 'оοօøσ',
  p: 'рρ',
  q: 'ԛգ',
  r: 'гᴦ',
  s: 'ѕꜱ',
  t: 'тτŧ',
  u: 'υսʋц',
  v: 'νѵⅴ',
  w: 'ԝшωѡ',
  x: 'хχⅹ',
  y: 'уүγʏ',
  z: 'ᴢʐ',
}

const plain = new Map(
  Object.entries(lookAlikes).flatMap(([letter, others]) => [...others].map((other) => [other, letter])),
)

/**
 * A domain as it looks at a glance: without accents, look-alike letters replaced by plain ones. To compare, never to
 * store.
 */
export const skeleton = (domain: string): string =>
  [...domain.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()]
    .map((character) => plain.get(character) ?? character)
    .join('')
