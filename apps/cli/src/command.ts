import { type ParseArgsConfig, parseArgs } from 'node:util'

/** What a command gets from the process that runs it, so that a test can be that process. */
export type Surroundings = {
  environment: Record<string, string | undefined>
  print: (line: string) => void
  /** Asks the person who runs the command; absent where nobody sits there. */
  ask?: (question: string) => Promise<string>
}

export type Command = {
  /** The words behind `entente`, with its options. */
  usage: string
  /** What it does, in a few words. */
  does: string
  /** Answers the exit code; throws a sentence when it cannot do what it was asked. */
  run: (args: string[], surroundings: Surroundings) => Promise<number>
}

/** The caller used a command wrongly: the usage follows the sentence. */
export class WrongUse extends Error {
  override name = 'WrongUse'
}

type Wishes = {
  required: readonly string[]
  optional?: readonly string[]
  several?: readonly string[]
  /** Options without a value. */
  flags?: readonly string[]
}

/** Reads `--name value` options; throws `WrongUse` that names what is missing or unknown. */
export function readOptions(args: string[], { required, optional = [], several = [], flags = [] }: Wishes) {
  const options: NonNullable<ParseArgsConfig['options']> = Object.fromEntries([
    ...[...required, ...optional].map((name) => [name, { type: 'string' }] as const),
    ...several.map((name) => [name, { type: 'string', multiple: true }] as const),
    ...flags.map((name) => [name, { type: 'boolean' }] as const),
  ])
  const values = parsed(() => parseArgs({ args, options, strict: true }).values)
  const missing = required.filter((name) => !values[name])
  if (missing.length > 0) throw new WrongUse(`Missing: ${missing.map((name) => `--${name}`).join(', ')}`)
  const one = (name: string) => values[name] as string | undefined
  return {
    one,
    must: (name: string) => one(name) ?? '',
    all: (name: string) => (values[name] ?? []) as string[],
    has: (name: string) => values[name] === true,
  }
}

/** The one word that a command is about, and the options behind it. */
export function readSubject(args: string[], what: string): { subject: string; rest: string[] } {
  const [subject, ...rest] = args
  if (!subject || subject.startsWith('-')) throw new WrongUse(`Name ${what}.`)
  return { subject, rest }
}

function parsed<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new WrongUse((error as Error).message)
  }
}
