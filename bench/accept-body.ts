import { cloudOf } from '@entente/clouds/clouds'

/** What the review page posts when every service is free and every box stays ticked. */
export function acceptBody(token: string) {
  const { agreement, services } = cloudOf('global')
  return {
    token,
    idempotencyKey: crypto.randomUUID(),
    agreement: { accepted: true, version: agreement.version },
    services: services.map(({ id }) => ({ service: id, choice: 'grant' as const, holderSeen: null })),
  }
}
