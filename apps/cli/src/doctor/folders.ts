import { accessSync, constants, statSync } from 'node:fs'
import path from 'node:path'
import { codeOf, type Finding, ok, skipped, wrong } from './finding.ts'
import type { Settings } from './settings.ts'

const about = 'folders'

/** Checks that the processes can write into their folders, or make those that are missing. Makes none. */
export function checkFolders({ AUDIT_HEADS_FOLDER, DOCUMENTS_FOLDER }: Settings): Finding[] {
  const faults = Object.entries({ AUDIT_HEADS_FOLDER, DOCUMENTS_FOLDER }).flatMap(([name, folder]) =>
    folder ? faultOf(name, folder, folder) : [],
  )
  return faults.length > 0 ? faults : [ok(about, 'can be written')]
}

/** `place` is the folder, or the one above it that is there. */
function faultOf(name: string, folder: string, place: string): Finding[] {
  try {
    if (!statSync(place).isDirectory())
      return [wrong(about, `${name}: ${place} is no folder`, `Remove it, or name another folder in ${name}`)]
    accessSync(place, constants.W_OK | constants.X_OK)
    return []
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return faultOf(name, folder, path.dirname(place))
    // A container of commands alone sees it like that.
    if (code === 'EROFS')
      return [skipped(about, `${place} is read-only here: check it where the worker runs`)]
    return [
      wrong(
        about,
        `${name}: ${place} cannot be written by this user (${code})`,
        `Let the user that runs API and worker own ${folder}`,
      ),
    ]
  }
}
