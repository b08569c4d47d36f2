import { type Command, type Surroundings, WrongUse } from './command.ts'
import { createKeys } from './create-keys.ts'
import { createOperator } from './create-operator.ts'
import { createPartner } from './create-partner.ts'
import { doctor } from './doctor/doctor.ts'
import { erasePersonCommand } from './erase-person.ts'
import { migrateInstance } from './migrate-instance.ts'
import { resetSecondFactor } from './reset-second-factor.ts'
import { verifyAudit } from './verify-audit.ts'

const commands: Record<string, Command> = {
  migrate: migrateInstance,
  'operator create': createOperator,
  'operator reset-second-factor': resetSecondFactor,
  'partner create': createPartner,
  'person erase': erasePersonCommand,
  'keys create': createKeys,
  'audit verify': verifyAudit,
  doctor,
}

/** Runs one command and answers its exit code: 0 done, 1 not done or something is wrong, 2 used wrongly. */
export async function runCli(args: string[], surroundings: Surroundings): Promise<number> {
  const found = Object.entries(commands).find(([name]) =>
    name.split(' ').every((word, at) => args[at] === word),
  )
  if (!found) {
    surroundings.print(overview())
    return args.length === 0 || args[0] === '--help' || args[0] === 'help' ? 0 : 2
  }
  const [name, command] = found
  try {
    return await command.run(args.slice(name.split(' ').length), surroundings)
  } catch (error) {
    surroundings.print(error instanceof Error ? error.message : String(error))
    if (!(error instanceof WrongUse)) return 1
    surroundings.print(`Usage: entente ${command.usage}`)
    return 2
  }
}

const overview = (): string =>
  [
    'Usage: entente <command>',
    ...Object.values(commands).map(({ usage, does }) => `  ${usage}\n      ${does}`),
  ].join('\n')
