import { withSecretFiles } from '@entente/process/secret-files'
import manifest from '../package.json' with { type: 'json' }
import { printHeads, printKey } from './audit-heads.ts'
import { checkBackup } from './check-backup.ts'
import { type Command, type CommandContext, WrongUse } from './command.ts'
import { completeKeys, createKeys } from './create-keys.ts'
import { createOperator } from './create-operator.ts'
import { createPartner } from './create-partner.ts'
import { doctor } from './doctor/doctor.ts'
import { erasePersonCommand } from './erase-person.ts'
import { exportTenant } from './export-tenant.ts'
import { loadCustomers } from './load-customers.ts'
import { migrateInstance } from './migrate-instance.ts'
import { reseal, retire } from './rekey.ts'
import { resetSecondFactor } from './reset-second-factor.ts'
import { activateKeyCommand, addKeyCommand } from './rotate-keys.ts'
import { siteSecret } from './site-secret.ts'
import { verifyAudit } from './verify-audit.ts'

const commands: Record<string, Command> = {
  migrate: migrateInstance,
  'operator create': createOperator,
  'operator reset-second-factor': resetSecondFactor,
  'partner create': createPartner,
  'customers load': loadCustomers,
  'person erase': erasePersonCommand,
  'keys create': createKeys,
  'keys complete': completeKeys,
  'keys add': addKeyCommand,
  'keys activate': activateKeyCommand,
  'keys reseal': reseal,
  'keys retire': retire,
  'audit heads': printHeads,
  'audit key': printKey,
  'site secret': siteSecret,
  'export tenant': exportTenant,
  'backup check': checkBackup,
  'audit verify': verifyAudit,
  doctor,
}

/** Runs one command and returns its exit code: 0 done, 1 failed or found something wrong, 2 wrong usage. */
export async function runCli(args: string[], context: CommandContext): Promise<number> {
  if (args[0] === '--version') {
    context.print(manifest.version)
    return 0
  }
  const found = Object.entries(commands).find(([name]) =>
    name.split(' ').every((word, at) => args[at] === word),
  )
  if (!found) {
    context.print(overview())
    return args.length === 0 || args[0] === '--help' || args[0] === 'help' ? 0 : 2
  }
  const [name, command] = found
  try {
    const environment = withSecretFiles(context.environment)
    return await command.run(args.slice(name.split(' ').length), { ...context, environment })
  } catch (error) {
    context.print(error instanceof Error ? error.message : String(error))
    if (!(error instanceof WrongUse)) return 1
    context.print(`Usage: entente ${command.usage}`)
    return 2
  }
}

const overview = (): string =>
  [
    'Usage: entente <command>',
    ...Object.values(commands).map(({ usage, does }) => `  ${usage}\n      ${does}`),
    '  --version\n      prints the version of this build',
  ].join('\n')
