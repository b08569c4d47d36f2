import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { cloudOf } from '@entente/clouds/clouds'
import { instanceChain } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import { asOperator } from '@entente/db/core/scopes'
import { insertAsking } from '@entente/db/operator/agreement-askings'
import { freshDatabase } from '@entente/db/testing'
import { givenOperator, givenPartner } from '@entente/db/testing/fixtures'
import { enqueue } from '@entente/queue/enqueue'
import { sized } from '@entente/testkit/full'
import { waitFor } from '@entente/testkit/wait'
import { expect, test } from 'vitest'
import { driveJobs } from '../testing/drive-jobs.ts'
import { toolsFor } from '../testing/tools.ts'

const database = await freshDatabase()
const cloud = cloudOf('global')
const tools = toolsFor(database.worker, cloud)
const { name, version } = cloud.agreements.customer
const job = 'agreement.ask-customers'
const partner = await givenPartner(database.api)
const operator = await givenOperator(database.api, undefined, 'operator_admin')

/** Of so many customers every tenth signed the newest version in an acceptance, and every tenth outside of one. */
const total = sized(5000, 100_000)
const due = (total / 10) * 8

/** Customers with a global admin that authorised the partner under an earlier version. */
async function givenCustomers() {
  await database.asOwner(
    `create table made as select uuidv7() as id, uuidv7() as account, n from generate_series(1, $1::integer) n`,
    [total],
  )
  for (const statement of [
    `insert into organisation (id, kind, legal_name, country, created_at, sort_key)
      select id, 'customer', 'Customer ' || n, 'FR', now(), n from made`,
    `insert into auth.account (id, audience, email, name, created_at, sort_key)
      select account, 'customer', n || '@customer.example', 'Ada', now(), n from made`,
    `insert into auth.membership (id, account_id, audience, organisation_id, roles, status, created_at)
      select uuidv7(), account, 'customer', id, '{global_admin}', 'active', now() from made`,
  ])
    await database.asOwner(statement)
  await database.asOwner(
    `insert into relationship (id, customer_id, partner_id, status, origin, since, customer_name, customer_country,
      sort_key, change_id) select uuidv7(), id, $1, 'active', 'acceptance', now(), 'C', 'FR', n, uuidv7() from made`,
    [partner.id],
  )
  await database.asOwner(
    `insert into acceptance (id, customer_id, partner_id, link_id, change, agreement, version, language, accepted_by, accepted_at)
      select uuidv7(), id, $1, $2, 'create', $3, case when n % 10 = 0 then $4 else 'earlier' end, 'en', account, now() from made`,
    [partner.id, partner.links.plain, name, version],
  )
  await database.asOwner(
    `insert into agreement_renewal (id, customer_id, agreement, version, language, accepted_by, accepted_at)
      select uuidv7(), id, $1, $2, 'en', account, now() from made where n % 10 = 1`,
    [name, version],
  )
  // As a database that grew has been.
  await database.asOwner('analyze')
}

/** Begins to ask, as the console does. */
const ask = () =>
  asOperator(database.api, operator.id, async (db) => {
    const id = newId<'asking'>()
    await insertAsking(db, { id, agreement: name, version, askedBy: operator.id, total: due }, new Date())
    await enqueue(db, [{ name: job, data: { askingId: id } }], new Date())
  })

const count = async (from: string): Promise<number> =>
  (await database.asOwner<{ count: number }>(`select count(*)::integer as count from ${from}`))[0]?.count ?? 0
const mails = `outbox where name = 'mail.agreement-renewal-due'`

test(
  `D-10 of ${total} customers the ${due} that signed an earlier version are asked once each, also by a worker that is killed`,
  async () => {
    await givenCustomers()
    await ask()
    const settings = { job, url: database.urls.worker, ownerUrl: database.urls.owner }
    const killed = spawn(
      process.execPath,
      [path.join(import.meta.dirname, '../testing/job-process.ts'), JSON.stringify(settings)],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    )
    await waitFor(async () => (await count('agreement_ask')) > 0, { timeoutMs: 60_000, intervalMs: 5 })
    killed.kill('SIGKILL')
    await once(killed, 'exit')
    const before = await count('agreement_ask')
    expect(before).toBeLessThan(due)

    await driveJobs(job, database, tools)
    const asked = await database.asOwner(
      `select count(*)::integer as customers, count(*) filter (where n % 10 in (0, 1))::integer as signed,
        (select count(distinct (data ->> 'customerId'))::integer from ${mails}) as mailed,
        (select count(*)::integer from ${mails}) as mails
      from agreement_ask join made on made.id = organisation_id`,
    )
    expect(asked).toEqual([{ customers: due, signed: 0, mailed: due, mails: due }])
    expect(
      await database.asOwner(
        'select total, customers, mails, ended_at is null as runs from agreement_asking',
      ),
    ).toEqual([{ total: due, customers: due, mails: due, runs: false }])
    const ended = () =>
      database.asOwner<{ payload: object }>(
        `select payload from audit_record where organisation_id = $1 and action = 'agreement.customers_asked' order by id`,
        [instanceChain],
      )
    expect(await ended()).toEqual([{ payload: { agreement: name, version, customers: due, mails: due } }])

    // Asked again, nobody gets a second mail.
    await ask()
    await driveJobs(job, database, tools)
    expect(await count(mails)).toBe(due)
    expect((await ended())[1]?.payload).toMatchObject({ customers: 0, mails: 0 })
    process.stdout.write(`${due} of ${total} customers asked, killed after ${before}.\n`)
  },
  sized(120_000, 1_200_000),
)
