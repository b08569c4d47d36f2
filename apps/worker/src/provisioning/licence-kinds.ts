import { lockLicence, saveLicence } from '@entente/db/customer/licences'
import type { Id } from '@entente/domain/core/id'
import { idOf } from '@entente/domain/core/id'
import { type LicenceAct, licenceActs, settleLicence } from '@entente/domain/customer/licence'
import { z } from 'zod'
import type { Kind } from './kind.ts'

const wished = z.object({ subscriptionId: idOf<'subscription'>() })

/** In the customer's scope: the outcome counts also when the partner has lost its privileges meanwhile. */
const kindOf = (act: LicenceAct): Kind => ({
  scope: 'customer',
  async apply(db, { subject, payload }, outcome, now) {
    const licence = { ...wished.parse(payload), userId: subject as Id<'customer_user'> }
    const state = await lockLicence(db, licence)
    // The user was deleted meanwhile.
    if (!state) return
    await saveLicence(db, licence, settleLicence(state, act, outcome.state), now)
  },
})

export const licenceKinds = Object.fromEntries(licenceActs.map((act) => [`licence.${act}`, kindOf(act)]))
