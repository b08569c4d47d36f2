// PostgreSQL refuses to run as root, so that started by root it runs as another user.
import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'

/** The user and group to run as, or undefined for the present ones. */
export type RunAs = { uid: number; gid: number } | undefined

/** The owner of an existing data folder, else nobody, when started by root; otherwise the present user. */
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

// A checkout often lies below a home folder of mode 700. The one capability to pass through it keeps PostgreSQL
// usable there without opening anybody's folder; the secure bit makes it count for access(2) as well, by which the
// server looks for its own programs. Where the host does not hand these out, plain rights must do.
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
