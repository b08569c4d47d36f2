import type { CloudId } from '@entente/domain/core/cloud'
import type { Id } from '@entente/domain/core/id'
import type { Ring } from './keyring.ts'
import { linkToken } from './link-token.ts'

/**
 * The address of a relationship link at the customers' site. It is derived whenever it is shown or mailed and never
 * stored, because it is a secret.
 */
export const relationshipLinkUrl = (
  from: { cloud: CloudId; ring: Ring; site: string },
  { id, kid, version }: { id: Id<'link'>; kid: string; version: number },
): string => {
  const source = { cloud: from.cloud, kind: 'relationship', id, kid, version } as const
  return `${from.site}/invitation/${linkToken(from.ring, source)}`
}
