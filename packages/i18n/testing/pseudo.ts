// A language that only tests speak: English with accents, some 40 % longer and in brackets. What a page or mail shows without
// accents in it is data, or words that no catalogue has.
import { ownCatalogue } from '../src/server.ts'
import { createTranslator, parseMessage, type Translate } from '../src/translate.ts'

type Nodes = ReturnType<ReturnType<typeof parseMessage>['getAst']>
type Node = Nodes[number]

// As the parser numbers them.
const kind = { literal: 0, argument: 1, number: 2, select: 5, plural: 6, pound: 7 } as const

const plain = 'abcdefghijklmnopqrstuvwxyz'
const accented = [...'àƀçđéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýž']

/** Vowels twice, so that a word grows as it does in other languages. */
function letter(one: string): string {
  const other = accented[plain.indexOf(one.toLowerCase())]
  if (!/[A-Za-z]/.test(one) || !other) return one
  const shown = one === one.toLowerCase() ? other : other.toUpperCase()
  return /[aeiou]/i.test(one) ? shown + other : shown
}

const words = (text: string): string => [...text].map(letter).join('')

/** The message of a parsed one, with its words changed. */
function written(node: Node): string {
  switch (node.type) {
    case kind.literal:
      // A brace of a text is quoted, as it was.
      return words(node.value).replace(/[{}]/g, "'$&'")
    case kind.argument:
      return `{${node.value}}`
    case kind.number:
      return `{${node.value}, number}`
    case kind.pound:
      return '#'
    case kind.select:
      return `{${node.value}, select, ${options(node.options)}}`
    case kind.plural:
      return `{${node.value}, plural, ${options(node.options)}}`
    default:
      throw new Error(`No message of ours holds a node of type ${node.type}.`)
  }
}

const options = (all: Record<string, { value: Nodes }>): string =>
  Object.entries(all)
    .map(([name, { value }]) => `${name} {${value.map(written).join('')}}`)
    .join(' ')

export const pseudo = (message: string): string =>
  `[${parseMessage(message, 'en').getAst().map(written).join('')}]`

/** The messages of a namespace file, by the keys in that file. */
export const pseudoMessages = (messages: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(messages).map(([key, message]) => [key, pseudo(message)]))

/** For mails and all else that takes a translator. */
export const pseudoTranslator = (): Translate => createTranslator('en', pseudoMessages(ownCatalogue('en')))
