import { type Command, readOptions } from '../command.ts'
import { checkApiDatabase, checkReplica, checkWorkerDatabase } from './database.ts'
import type { Finding } from './finding.ts'
import { checkFolders } from './folders.ts'
import { checkKeysFile } from './keys.ts'
import { checkMail } from './mail.ts'
import { checkOperatorDirectory } from './operator-directory.ts'
import { checkOverrides } from './overrides.ts'
import { checkQueue } from './queue.ts'
import { checkSettings } from './settings.ts'
import { checkShownSecrets } from './shown-secrets.ts'

const signs: Record<Finding['state'], string> = { ok: 'ok', wrong: 'WRONG', skipped: 'skipped' }

/** Checks everything that an instance needs and prints what is wrong and how to fix it; changes nothing. */
export const doctor: Command = {
  usage: 'doctor',
  does: 'checks settings, keys, database, queue, mail and worker, and says what is wrong; changes nothing',
  async run(args, { environment, print }) {
    readOptions(args, { required: [] })
    return report(await examine(environment), print)
  },
}

/** Prints what was found; returns the exit code. */
export function report(findings: Finding[], print: (line: string) => void): number {
  for (const { about, state, says, advice } of findings) {
    print(`${signs[state].padEnd(8)} ${about.padEnd(19)} ${says}`)
    if (advice) print(`${' '.repeat(9)}→ ${advice}`)
  }
  const faults = findings.filter(({ state }) => state === 'wrong').length
  print(faults === 0 ? 'No problems found.' : `Problems found: ${faults}.`)
  return faults === 0 ? 0 : 1
}

export async function examine(environment: Record<string, string | undefined>): Promise<Finding[]> {
  const { settings, findings } = checkSettings(environment)
  const keys = checkKeysFile(settings.ENTENTE_KEYS_FILE)
  const expected = { cloud: settings.CLOUD, keyring: keys.keyring }
  // In parallel, so that several servers that hang cost one time-out.
  const [api, replica, worker, queue, mail, operators] = await Promise.all([
    checkApiDatabase(settings.DATABASE_URL, expected),
    checkReplica(settings.DATABASE_REPLICA_URL, settings.CLOUD),
    checkWorkerDatabase(settings.DATABASE_DIRECT_URL),
    checkQueue(settings.DATABASE_DIRECT_URL, settings.REDIS_URL),
    checkMail(settings),
    checkOperatorDirectory(settings),
  ])
  const local = [...checkShownSecrets(settings), ...checkOverrides(settings), ...keys.findings]
  return [
    ...findings,
    ...local,
    ...checkFolders(settings),
    ...api,
    ...replica,
    ...worker,
    queue,
    mail,
    operators,
  ]
}
