import { randomInt, randomUUID } from 'node:crypto'
import { organisationDomain } from '@entente/auth/web-mail'
import { insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import type { AuthDb } from '@entente/db/core/scopes'
import { insertPartner } from '@entente/db/enrolment/enrolments'
import { listWebMailDomains } from '@entente/db/enrolment/web-mail-domains'
import { saveOrganisationDomain } from '@entente/db/identity/organisation-domains'
import { insertPartnerLinks } from '@entente/db/relationship/relationship-links'
import { countryCode, partnerKinds } from '@entente/domain/core/organisation'
import { enqueue } from '@entente/queue/enqueue'
import { z } from 'zod'
import { type Command, readOptions } from './command.ts'
import {
  commandLine,
  createAccount,
  email,
  type Instance,
  line,
  onInstance,
  valid,
  welcome,
} from './new-account.ts'
import { readSettings } from './settings.ts'

const roles = ['global_admin', 'admin_agent'] as const
const partnerNumber = z.string().regex(/^[1-9]\d{6,9}$/)

type NewPartner = ReturnType<typeof readPartner>

/** Creates a partner, both of its relationship links, and its first person: global admin and admin agent. */
export const createPartner: Command = {
  usage: `partner create --name <legal name> --country <DE> --kind ${partnerKinds.join('|')} --email <address> --person <name> [--number <partner id>]`,
  does: 'creates a partner with its first global admin and prints the link that sets up the account',
  async run(args, context) {
    const partner = readPartner(args)
    const settings = readSettings(context, 'CLOUD', 'DATABASE_URL', 'ENTENTE_KEYS_FILE', 'PARTNER_URL')
    const link = await onInstance(settings, (db, instance) => savePartner(db, instance, partner))
    const { legalName, partnerId, email: address } = partner
    context.print(`${legalName} is a partner with the number ${partnerId}; ${address} is its global admin.`)
    for (const text of welcome(settings.PARTNER_URL, link)) context.print(text)
    return 0
  },
}

function readPartner(args: string[]) {
  const required = ['name', 'country', 'kind', 'email', 'person']
  const { must, one } = readOptions(args, { required, optional: ['number'] })
  return {
    legalName: line('--name', must('name')),
    country: valid(countryCode, '--country', must('country').toUpperCase()),
    kind: valid(z.enum(partnerKinds), '--kind', must('kind')),
    partnerId: valid(partnerNumber, '--number', one('number') ?? String(randomInt(10_000_000, 100_000_000))),
    email: email(must('email')),
    person: line('--person', must('person')),
  }
}

async function savePartner(
  db: AuthDb,
  instance: Instance,
  { legalName, country, kind, partnerId, email, person }: NewPartner,
) {
  const now = new Date()
  const id = newId<'organisation'>()
  const partner = { id, legalName, country, kind, partnerId, status: 'active', verifiedAt: now } as const
  await orNumberTaken(insertPartner(db, partner, now), partnerId)
  await enqueue(db, [{ name: 'partner.known-customers', data: { partnerId: id } }], now)
  const domain = organisationDomain(email, await listWebMailDomains(db))
  if (domain) await saveOrganisationDomain(db, { organisationId: id, provenBy: 'admin', domain }, now)
  await insertPartnerLinks(db, partner, instance.keyring.link.newest, now)
  const { accountId, membershipId, link } = await createAccount(
    db,
    instance,
    { audience: 'partner', organisationId: id, email, name: person, roles },
    now,
  )
  await insertAudit(
    db,
    { ...commandLine, requestId: randomUUID() },
    [
      {
        organisationId: id,
        action: 'partner.created',
        payload: { accountId, membershipId, roles, kind, by: 'command_line' },
      },
    ],
    now,
  )
  return link
}

async function orNumberTaken(inserting: Promise<unknown>, number: string): Promise<void> {
  try {
    await inserting
  } catch (error) {
    if ((error as { code?: string }).code !== '23505') throw error
    throw new Error(`Another partner has the number ${number}.`, { cause: error })
  }
}
