import { cloudOf } from '@entente/clouds/clouds'
import { requireSession } from '@entente/site/session'
import { rulesInForce } from '#lib/operator/cloud-rules.ts'
import type { PageServerLoad } from './$types'

/** Open to every operator: who answers a partner has to know what this cloud closes. */
export const load: PageServerLoad = (event) => {
  requireSession(event)
  const { cloud, t } = event.locals
  return { cloudId: cloud.id, groups: rulesInForce(t, cloud, cloudOf(cloud.id)) }
}
