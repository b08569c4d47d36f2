// Applications in each state that has a different page, with the links from their mails.
import { givenApplication, givenDocument } from '@entente/trpc/testing/applications'
import { linkIn } from './mails.ts'
import type { World } from './world.ts'

type Given = Awaited<ReturnType<typeof givenApplication>>

/** Creates applications, from the choice of a profile to the agreement. */
export async function givenApplications(world: World) {
  const surroundings = { ...world, clock: { now: () => new Date(), forward: () => undefined } }
  const given = (wishes: Parameters<typeof givenApplication>[1]) => givenApplication(surroundings, wishes)
  const [begun, choosing, draft, waiting, asked, reviewed, accepted, submitted] = await Promise.all([
    given({ state: 'signed_in', contact: 'none' }),
    given({ state: 'signed_in', contact: 'none' }),
    given({ state: 'membership_linked', contact: 'none', kind: 'direct_bill' }),
    given({ state: 'submitted', contact: 'sent' }),
    given({ state: 'documents_requested' }),
    given({ legalName: 'Northern Light Systems', kind: 'direct_bill' }),
    given({ state: 'accepted' }),
    given({ state: 'membership_linked', contact: 'none' }),
  ])
  await Promise.all([
    ...[begun, choosing].map((application) => unlink(world, application)),
    offer(world, choosing),
    givenDocument(surroundings, reviewed),
    givenDocument(surroundings, asked),
    check(world, reviewed),
    ask(world, asked),
  ])
  return {
    ...{ begun, choosing, draft, waiting, asked, reviewed, accepted },
    contactLink: await givenContactLink(world, submitted),
    accountLink: await givenAccountLink(world),
  }
}

const unlink = (world: World, { id }: Given) =>
  world.asOwner('update enrolment set mpn_id = null, membership = null where organisation_id = $1', [id])

/** Sets the result of a membership sign-in: one usable profile and one that is not. */
async function offer(world: World, { id, legalName, mpn }: Given): Promise<void> {
  const moving = { incentives: [], benefits: [], competencies: [] }
  const options = [
    { mpnId: mpn, name: legalName, country: 'DE', active: true, ...moving },
    { mpnId: `9${mpn}`, name: `${legalName} Archive`, country: 'DE', active: false, ...moving },
  ]
  await world.asOwner(
    `update enrolment set membership_options = $2, options_until = now() + interval '1 hour'
    where organisation_id = $1`,
    [id, JSON.stringify(options)],
  )
}

/** A check that no longer counts, because the application changed. */
const check = (world: World, { id }: Given) =>
  world.asOwner(
    `insert into enrolment_check (organisation_id, name, result, note, seen, recorded_at)
    values ($1, 'profile', 'passed', 'Register extract fits', $2, now())`,
    [id, { legalName: 'Southern Light Systems', address: null, documents: [] }],
  )

const ask = (world: World, { id }: Given) =>
  world.asOwner(
    `update enrolment set reason = 'An extract of the register, not older than three months',
    failed_fields = '{address}' where organisation_id = $1`,
    [id],
  )

async function givenContactLink(world: World, { applicant, email }: Given): Promise<string> {
  await world.api.mutate(await world.tokenFor(applicant), 'enrolment.submit', { version: 1 })
  return new URL(linkIn(await world.mails.arrival(email, /^Please confirm:/), '/enrol/contact/')).pathname
}

async function givenAccountLink(world: World): Promise<string> {
  const email = `new@work-account-${Date.now()}-${process.pid}.example`
  await world.api.mutate('', 'enrolment.createWorkAccount', {
    ...{ organisation: 'Fresh Start', country: 'IE', name: 'Fay Fresh', email, kind: 'indirect_reseller' },
  })
  return new URL(linkIn(await world.mails.arrival(email, /^Confirm your work account/), '/enrol/confirm/'))
    .pathname
}
