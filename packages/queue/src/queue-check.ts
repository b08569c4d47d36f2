import { assertSchemaCompatibility, LATEST_SCHEMA_VERSION, SchemaMigrationRequiredError } from 'bullmq'
import pg from 'pg'
import { queueNames } from './names.ts'

/** Checks, as `entente_worker`, whether schema `bullmq` is there and has the version of this build. */
export async function checkQueueSchema(workerUrl: string): Promise<'ready' | 'old' | 'missing'> {
  const client = new pg.Client({ connectionString: workerUrl, connectionTimeoutMillis: 5000 })
  client.on('error', () => undefined) // the query that is running rejects by itself
  await client.connect()
  try {
    if ((await assertSchemaCompatibility(client)) < LATEST_SCHEMA_VERSION) return 'old'
    const { rows } = await client.query<{ there: boolean }>(
      `select bool_and(to_regclass('bullmq.' || quote_ident(bullmq.job_id_seq_name(name))) is not null) as there
       from unnest($1::text[]) as name`,
      [queueNames],
    )
    return rows[0]?.there ? 'ready' : 'old'
  } catch (error) {
    if (error instanceof SchemaMigrationRequiredError) return 'missing'
    throw error
  } finally {
    await client.end()
  }
}
