import { type ParseArgsConfig, parseArgs } from 'node:util'

/** What a command gets from its process, passed in so that a test can replace it. */
export type CommandContext = {
  environment: Record<string, string | undefined>
  print: (line: string) => void
  /** Asks the person who runs the command; absent without a terminal. */
  ask?: (question: string) => Promise<string>
}

export type Command = {
  /** The command line after `entente`, with the options. */
  usage: string
  /** What it does, in a few words. */
  does: string
  /** Returns the exit code; throws an error, whose message is printed, when it cannot do its work. */
  run: (args: string[], context: CommandContext) => Promise<number>
}

/** The command was used wrongly: its usage is printed after the message. */
export class WrongUse extends Error {
  override name = 'WrongUse'
}

type OptionNames = {
  required: readonly string[]
  optional?: readonly string[]
  several?: readonly string[]
  /** Options without a value. */
  flags?: readonly string[]
}

/** Reads `--name value` options; throws a `WrongUse` that names what is missing or unknown. */
export function readOptions(
  args: string[],
  { required, optional = [], several = [], flags = [] }: OptionNames,
) {
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

/** Splits off the one argument that is not an option; `what` describes it when it is missing. */
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
