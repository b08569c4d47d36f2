import { startPg } from '@entente/testkit/pg'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '../src/core/migrate.ts'

/** One throw-away server per run, with one migrated database that every test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPg({ throwaway: true })
  const owner = new pg.Client(server.url())
  await owner.connect()
  await owner.query('create database template_entente')
  await owner.end()
  await migrate(server.url('template_entente'), 'global')
  project.provide('ownerUrl', server.url())
  return () => server.stop()
}
