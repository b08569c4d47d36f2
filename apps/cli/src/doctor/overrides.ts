import { readCloud } from '@entente/process/cloud-file'
import { type Finding, ok, skipped, wrong } from './finding.ts'
import type { Settings } from './settings.ts'

const about = 'overrides file'

/** Checks the override file: one finding for each wrong field. */
export function checkOverrides({ CLOUD, CLOUD_OVERRIDES_FILE: file }: Settings): Finding[] {
  if (!file) return [ok(about, 'none: everything is as the cloud has it')]
  if (!CLOUD) return [skipped(about, 'CLOUD is not valid')]
  try {
    const { name } = readCloud({ CLOUD, CLOUD_OVERRIDES_FILE: file })
    return [ok(about, `${file} is valid; the brand is ${name}`)]
  } catch (error) {
    const advice = 'Correct it: no process starts with it (docs/operations.md, What an instance changes)'
    return (error as Error).message
      .split('\n')
      .map((line) => wrong(about, line.replace('CLOUD_OVERRIDES_FILE ', ''), advice))
  }
}
