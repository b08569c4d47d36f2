import { runMigrations } from 'bullmq'
import pg from 'pg'
import { queueNames } from './names.ts'

/**
 * Migrates schema `bullmq` to the newest version, as the owner of the database, and lets `entente_worker` and no other
 * role use it. Safe to repeat. `migrate` must run first, because it creates that role.
 */
export async function migrateQueue(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await runMigrations(client)
    for (const name of queueNames) await createSequence(client, name)
    await client.query(`
      grant usage on schema bullmq to entente_worker;
      grant select, insert, update, delete on all tables in schema bullmq to entente_worker;
      revoke insert, update, delete on bullmq.migration from entente_worker;
      grant usage, select on all sequences in schema bullmq to entente_worker;
      grant execute on all functions in schema bullmq to entente_worker`)
  } finally {
    await client.end()
  }
}

// Adding a job creates the sequence of its queue when it is missing, even if ids are given; the worker may not create
// anything.
async function createSequence(client: pg.Client, queue: string): Promise<void> {
  const { rows } = await client.query('select bullmq.job_id_seq_name($1) as name', [queue])
  await client.query(`create sequence if not exists bullmq.${pg.escapeIdentifier(rows[0].name)}`)
}
