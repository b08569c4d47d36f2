import { countDeadLetters } from '@entente/db/core/dead-letters'
import { listWorkerPulses } from '@entente/db/core/worker-pulses'
import { countHangingProvisionings } from '@entente/db/customer/provisioning'
import { hasUnseenImport } from '@entente/db/enrolment/directory-imports'
import { countOpenApplications } from '@entente/db/enrolment/operator-enrolments'
import { listDueEndRequests } from '@entente/db/operator/operator-end-requests'
import { countMails, readOutbox } from '@entente/db/operator/operator-overview'
import { countRequestsToConfirm } from '@entente/db/operator/operator-requests'
import { may } from '@entente/domain/core/permission'
import { overdueDays } from '@entente/domain/operator/overview'
import { operatorQuery } from '../core/operator-gates.ts'
import { t } from '../core/trpc.ts'

const dayMs = 86_400_000

export const operatorOverview = t.router({
  /** What waits for this operator, then the state of the instance: mails of the last day, waiting jobs and workers. */
  get: operatorQuery('instance.overview').query(async ({ ctx: { db, session, now } }) => ({
    at: now,
    applications: may('operator', session.roles, 'enrolments.view')
      ? await countOpenApplications(db, {
          me: session.account.id,
          overdueBefore: new Date(now.getTime() - overdueDays * dayMs),
        })
      : [],
    toConfirm: may('operator', session.roles, 'operator_requests.confirm')
      ? await countRequestsToConfirm(db, session.account.id, now)
      : 0,
    toMediate: may('operator', session.roles, 'end_requests.mediate')
      ? (await listDueEndRequests(db, now)).length
      : 0,
    mails: await countMails(db, new Date(now.getTime() - dayMs)),
    outbox: await readOutbox(db),
    workers: await listWorkerPulses(db),
  })),

  /** What waits, for the navigation of every page: only what this operator may act on. */
  waiting: operatorQuery('instance.overview').query(async ({ ctx: { db, session, now } }) => {
    const can = (permission: Parameters<typeof may>[2]) => may('operator', session.roles, permission)
    const me = session.account.id
    const [own] = can('enrolments.decide') ? await countOpenApplications(db, { me, overdueBefore: now }) : []
    return {
      applications: own?.count ?? 0,
      deadLetters: can('dead_letters.retry') ? (await countDeadLetters(db)).all : 0,
      provisionings: can('provisionings.retry') ? await countHangingProvisionings(db, now) : 0,
      hasImport: can('directory.manage') && (await hasUnseenImport(db, me)),
      endRequests: can('end_requests.mediate') ? (await listDueEndRequests(db, now)).length : 0,
      requests: can('operator_requests.confirm') ? await countRequestsToConfirm(db, me, now) : 0,
    }
  }),
})
