import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { namespaces } from './src/catalogue.ts'
import { parseMessage } from './src/translate.ts'

type Node = ReturnType<ReturnType<typeof parseMessage>['getAst']>[number]

// The kinds of nodes in a parsed message, as the parser numbers them.
const kind = { argument: 1, number: 2, date: 3, time: 4, select: 5, plural: 6 } as const

/** The arguments of a message with their types, in the order of their names. */
export function argumentsOf(message: string): Map<string, string> {
  const found = new Map<string, string>()
  const visit = (nodes: readonly Node[]) => {
    for (const node of nodes) {
      if (node.type === kind.argument || node.type === kind.select) found.set(node.value, 'string')
      if (node.type === kind.number || node.type === kind.plural) found.set(node.value, 'number')
      if (node.type === kind.date || node.type === kind.time) {
        throw new Error(`Format dates before they reach a message: ${message}`) // they need the reader's time zone
      }
      if (node.type === kind.select || node.type === kind.plural) {
        for (const option of Object.values(node.options)) visit(option.value)
      }
    }
  }
  visit(parseMessage(message, 'en').getAst())
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The text of `src/messages.gen.ts`: every key with the arguments that its English message takes. */
export function generateTypes(): string {
  const lines = namespaces.flatMap((namespace) => {
    const file = new URL(`messages/en/${namespace}.json`, import.meta.url)
    const messages: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'))
    return Object.entries(messages).map(([key, message]) => {
      const args = [...argumentsOf(message)].map(([name, type]) => `${name}: ${type}`)
      return `  '${namespace}.${key}': ${args.length === 0 ? 'NoArguments' : `{ ${args.join('; ')} }`}`
    })
  })
  return [
    '// Written by `node packages/i18n/generate.ts` from messages/en. Do not edit.',
    '',
    'export type NoArguments = Record<string, never>',
    '',
    'export type Messages = {',
    ...lines,
    '}',
    '',
  ].join('\n')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(new URL('src/messages.gen.ts', import.meta.url), generateTypes())
}
