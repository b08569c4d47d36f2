import { statSync } from 'node:fs'
import { type Keyring, readKeyring } from '@entente/auth/keyring'
import { codeOf, type Finding, ok, skipped, wrong } from './finding.ts'

const about = 'keys file'

/** Checks that the keys file exists, is readable by its owner alone, and is valid. */
export function checkKeysFile(file: string | undefined): {
  keyring: Keyring | undefined
  findings: Finding[]
} {
  if (!file) return { keyring: undefined, findings: [skipped(about, 'ENTENTE_KEYS_FILE is not set')] }
  const findings: Finding[] = []
  try {
    const { mode: bits, uid } = statSync(file)
    const mode = bits & 0o777
    // A cluster mounts it as root's, readable by the group of the processes.
    const tooOpen = uid === process.getuid?.() ? 0o077 : 0o037
    if (mode & tooOpen)
      findings.push(
        wrong(about, `${file} has mode ${mode.toString(8)}: others can read it`, `chmod 600 ${file}`),
      )
    const keyring = readKeyring(file)
    if (!keyring.audit)
      findings.push(
        wrong(about, `${file} lacks the ring audit, which the worker needs`, `entente keys complete ${file}`),
      )
    if (findings.length === 0) findings.push(ok(about, `${file} is valid and private`))
    return { keyring, findings }
  } catch (error) {
    return { keyring: undefined, findings: [...findings, unreadable(file, codeOf(error))] }
  }
}

function unreadable(file: string, code: string): Finding {
  if (code === 'ENOENT')
    return wrong(
      about,
      `${file} does not exist`,
      `Restore it, or for a new instance: entente keys create ${file}`,
    )
  if (code === 'EACCES')
    return wrong(
      about,
      `${file} cannot be read by this user`,
      'Make the user that runs the processes its owner',
    )
  return wrong(about, `${file} is not a valid keys file`, 'Restore it from its backup')
}
