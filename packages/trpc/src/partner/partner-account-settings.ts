import { listPartnerAgreements } from '@entente/db/enrolment/applications'
import { isSecondFactorRequired } from '@entente/db/identity/organisation-settings'
import { listPeopleWithRole } from '@entente/db/identity/people'
import { findOpenNotice } from '@entente/db/operator/deauthorisation-notices'
import { listActivity } from '@entente/db/partner/partner-audit'
import { findPartnerDirectory } from '@entente/db/partner/partner-directories'
import { countUsers } from '@entente/db/partner/partner-user-list'
import { isAgreementDue } from '@entente/domain/core/agreement-due'
import { opensTo, type Permission } from '@entente/domain/core/permission'
import { activityListInput } from '@entente/domain/partner/activity'
import { partnerQuery } from '../core/gates.ts'
import { profileOf } from './home.ts'

export const partnerAccountSettings = {
  /** How each section of **Settings** stands: null for a section that the reader may not open. */
  settings: partnerQuery('home.view').query(async ({ ctx }) => {
    const { db, session } = ctx
    const { id, partnerStatus } = session.organisation
    const opens = (permission: Permission) => opensTo(session.roles, partnerStatus, permission)
    /** The announced end of the partner's authorisation, for those whom its warnings reach (M-20). */
    const notice = opens('account.edit') ? await findOpenNotice(db, id) : undefined
    const admins = await listPeopleWithRole(db, id, 'global_admin')
    return {
      notice: notice ? { reason: notice.reason, endsAt: notice.endsAt } : null,
      /** Who can give the role for a section that is closed (U-17). */
      admins: admins.map(({ name, email }) => ({ name, email })),
      users: opens('users.view') ? await countUsers(db, id) : null,
      profile: opens('account.view') ? { attention: await profileOf(ctx) } : null,
      signIn: opens('account.manage_sign_in') ? await signInOf(ctx) : null,
      agreement: opens('account.view') ? await agreementOf(ctx) : null,
      activity: opens('account.view_activity') ? await newestOf(ctx) : null,
    }
  }),
}

type Ctx = Parameters<typeof profileOf>[0]

async function signInOf({ db, session: { organisation } }: Ctx) {
  const directory = await findPartnerDirectory(db, organisation.id)
  return {
    isSecondFactorRequired: await isSecondFactorRequired(db, organisation.id),
    directory: directory
      ? { issuer: directory.issuer, isOn: directory.isOn, testedAt: directory.testedAt }
      : null,
  }
}

async function agreementOf({ db, session: { organisation }, cloud }: Ctx) {
  const signatures = await listPartnerAgreements(db, organisation.id)
  return {
    newest: signatures[0] ?? null,
    /** Whether a newer version waits for a signature. */
    isDue: isAgreementDue(cloud.agreements.partner, signatures),
  }
}

async function newestOf({ db, session: { organisation } }: Ctx) {
  const { entries } = await listActivity(db, organisation.id, activityListInput.parse({ limit: 1 }))
  return { at: entries[0]?.at ?? null }
}
