// PostgreSQL refuses to run as root, so when root starts it, it runs as another user.
import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'

/** The user and group to run as, or undefined for the current ones. */
export type RunAs = { uid: number; gid: number } | undefined

/**
 * When root starts the server: the owner of an existing data folder, else the user `nobody`. Otherwise the current
 * user.
 */
export function userFor(dir: string): RunAs {
  if (process.getuid?.() !== 0) return undefined
  const folder = statSync(dir, { throwIfNoEntry: false })
  if (folder && folder.uid !== 0) return { uid: folder.uid, gid: folder.gid }
  return { uid: 65534, gid: 65534 }
}

/** The command that runs a program as that user. */
export function asUser(runAs: RunAs, program: string, args: string[]): [string, string[]] {
  if (!runAs) return [program, args]
  const user = [`--reuid=${runAs.uid}`, `--regid=${runAs.gid}`, '--clear-groups']
  return ['setpriv', [...user, ...capability(), '--', program, ...args]]
}

// A checkout often lies below a home folder of mode 700. This one capability lets PostgreSQL pass through it without
// opening the folder to others; the secure bit makes it count for access(2) as well, which the server uses to find its
// own programs. Where the host does not grant them, plain rights must do.
let flags: string[] | undefined
function capability(): string[] {
  const caps = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--securebits=+no_setuid_fixup']
  if (flags === undefined) {
    const trial = spawnSync('setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', ...caps, 'true'])
    if (trial.error) throw new Error('setpriv is missing: apt-get install util-linux', { cause: trial.error })
    flags = trial.status === 0 ? caps : []
  }
  return flags
}
