import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { startFakeApi, visitor } from '../testing/visit.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'entente-site-'))
const file = path.join(folder, 'overrides.json')
writeFileSync(file, JSON.stringify({ name: 'Contoso Cloud', accent: { light: '#123456' } }))
vi.stubEnv('CLOUD_OVERRIDES_FILE', file)
vi.stubEnv('ENTENTE_SITE', 'acceptance-site')
const api = await startFakeApi()
// Other tests of the process have read their settings already.
vi.resetModules()
const { createHandle } = await import('./handle.ts')
afterAll(async () => {
  vi.unstubAllEnvs()
  vi.resetModules()
  await api.stop()
  rmSync(folder, { recursive: true })
})

test('R-177 every page has the brand of the override file, as it was at the start', async () => {
  const visit = visitor(createHandle({ audience: 'customer', linkPaths: [] }))
  writeFileSync(file, '{')
  const { event, html } = await visit('/')
  expect(event.locals.cloud.name).toBe('Contoso Cloud')
  expect(html).toContain('--accent-light: #123456')
})
