import { newId } from '@entente/db/core/new-id'
import type { Id } from '@entente/domain/core/id'
import type { OperatorRole } from '@entente/domain/core/role'
import type { EnrolmentCheck, EnrolmentState } from '@entente/domain/enrolment/enrolment'
import { givenApplication, once } from './applications.ts'
import type { World } from './index.ts'

type Company = Id<'organisation'>

/** Two operators who review applications, their acts, and what the record of a company then says. */
export async function givenReviewers(world: World) {
  const operatorAs = async (role: OperatorRole) => world.as(await world.operator('none', role))
  const reviewer = await operatorAs('enrolment_reviewer')
  const colleague = await operatorAs('enrolment_reviewer')
  const application = (options: Parameters<typeof givenApplication>[1] = {}) =>
    givenApplication(world, options)
  const recordOf = (id: Company) => reviewer.operatorEnrolments.get({ id })
  const seen = async (id: Company) => ({ id, version: (await recordOf(id)).application.version, ...once() })
  const accept = async (id: Company) => reviewer.operatorEnrolments.accept(await seen(id))
  const reject = async (id: Company, reason = 'The register shows another name.') =>
    reviewer.operatorEnrolments.reject({ ...(await seen(id)), reason, failedFields: ['legal_name'] })
  const askForDocuments = async (id: Company, reason = 'An extract of the register, please.') =>
    reviewer.operatorEnrolments.requestDocuments({ ...(await seen(id)), reason })
  const check = async (id: Company, which: EnrolmentCheck, result: 'passed' | 'failed' | 'open', note = '') =>
    reviewer.operatorEnrolments.setCheck({ ...(await seen(id)), check: which, result, note })
  async function passBoth(id: Company) {
    await check(id, 'profile', 'passed')
    await check(id, 'authority', 'passed')
  }
  const mailsOf = async (id: Company) =>
    (await world.jobsAbout(id)).map(({ name, data }) => `${name} to ${data.to}`).toSorted()
  const stepsOf = async (id: Company) =>
    (await recordOf(id)).events.map(({ event, state }) => `${event}: ${state}`)
  const stateOf = async (id: Company) => (await recordOf(id)).application.state
  const companyOf = async (id: Company) => (await recordOf(id)).company

  /** Moves an application as its applicant would in the portal, past every guard. */
  const move = (id: Company, event: string, state: EnrolmentState) =>
    world.asOwner(
      `with moved as (update enrolment set state = $2, version = version + 1, state_since = $5
        where organisation_id = $1)
      insert into enrolment_event (id, organisation_id, event, state, actor_side, at)
      values ($3, $1, $4, $2, 'applicant', $5)`,
      [id, state, newId(), event, world.clock.now()],
    )
  return {
    operatorAs,
    reviewer,
    colleague,
    application,
    recordOf,
    seen,
    accept,
    reject,
    askForDocuments,
    check,
    passBoth,
    mailsOf,
    stepsOf,
    stateOf,
    companyOf,
    move,
  }
}
