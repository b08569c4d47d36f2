import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { CloudId } from '@entente/domain/core/cloud'
import { root } from '../process.ts'

/** How `npm start` runs an instance on one machine, from `infra/<cloud>/instance.json`. */
export type LocalInstance = {
  firstPort: number
  mailFrom: string
  /** The settings that say how to reach the operator. */
  operator: Record<string, string>
}

export const localInstance = (cloud: CloudId): LocalInstance =>
  JSON.parse(readFileSync(path.join(root, 'infra', cloud, 'instance.json'), 'utf8')).local
