import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { cloudOf } from '@entente/clouds/clouds'
import { freshDatabase } from '@entente/db/testing'
import type { CloudId } from '@entente/domain/core/cloud'
import { isFull } from '@entente/testkit/full'
import { keyring } from '@entente/trpc/testing'
import { expect, onTestFinished, test } from 'vitest'
import { runProgram } from '../process.ts'

// The browser tests seed the global cloud and Germany.
const clouds: CloudId[] = ['us-government', 'china-21vianet']

test.runIf(isFull).each(clouds)(
  '§3.3 R-006 D-31 the demo of %s has companies that its cloud lets enrol and buy',
  async (id) => {
    const database = await freshDatabase()
    await database.asOwner('update instance set cloud = $1, demo = true', [id])
    const folder = mkdtempSync(path.join(tmpdir(), 'entente-seed-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const keysFile = path.join(folder, 'keys.json')
    const { link, session, data } = keyring
    const ring = ({ keys }: typeof link) =>
      [...keys].map(([kid, key]) => ({ kid, key: key.toString('base64'), divided: true }))
    const rings = { link: ring(link), session: ring(session), data: ring(data), audit: ring(data) }
    writeFileSync(keysFile, JSON.stringify(rings))
    const env = { DATABASE_URL: database.urls.api, DATABASE_DIRECT_URL: database.urls.worker }
    const seed = JSON.parse(await runProgram('scripts/seed/seed.ts', { ...env, ENTENTE_KEYS_FILE: keysFile }))
    expect(seed.accounts.map(({ email }: { email: string }) => email)).toEqual(
      expect.arrayContaining(['nora@northwind.example', 'ada@contoso.example', 'olivia@operator.example']),
    )
    const cloud = cloudOf(id)
    const found = await database.asOwner<{ kind: string; partner_kind: string | null; country: string }>(
      'select distinct kind, partner_kind, country from organisation',
    )
    const strange = found.filter(({ kind, partner_kind, country }) => {
      const { countries } = kind === 'partner' ? cloud.enrolment : cloud.customers
      const isKnown = cloud.enrolment.kinds.some((one) => one === partner_kind)
      return countries?.includes(country) === false || (kind === 'partner' && !isKnown)
    })
    expect(strange).toEqual([])
    const waiting = await database.asOwner(
      `select from outbox where name = 'customer-import.continue' and relayed_at is null`,
    )
    expect(waiting).toHaveLength(cloud.customers.newAllowed ? 1 : 0)
    const origins = await database.asOwner('select distinct origin from relationship order by origin')
    expect(origins.map(({ origin }) => origin)).toEqual(
      ['acceptance', 'created', 'import'].filter((one) => one !== 'created' || cloud.customers.newAllowed),
    )
    expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(['partner', 'customer']))
  },
  60_000,
)
