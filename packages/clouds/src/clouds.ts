import type { Cloud, CloudId } from '@entente/domain/core/cloud'
import { china21Vianet } from './china-21vianet.ts'
import { germany } from './germany.ts'
import { global } from './global.ts'
import { usGovernment } from './us-government.ts'

const clouds: Record<CloudId, Cloud> = {
  global,
  'us-government': usGovernment,
  germany,
  'china-21vianet': china21Vianet,
}

/** The values that the setting `CLOUD` may have. */
export const cloudIds = [
  'global',
  'us-government',
  'germany',
  'china-21vianet',
] as const satisfies readonly CloudId[]

export const cloudOf = (id: CloudId): Cloud => clouds[id]
