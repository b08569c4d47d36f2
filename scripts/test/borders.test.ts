import { expect, test } from 'vitest'
import { faultsOf } from './borders.ts'

const faults = (file: string, text: string) => faultsOf(file, text).length

test('a pure package may import only what the arrows allow', () => {
  expect(faults('packages/mail/src/a.ts', "import { x } from '@entente/domain/x'")).toBe(0)
  expect(faults('packages/domain/src/a.ts', "import { x } from '@entente/db/x'")).toBe(1)
  expect(faults('packages/domain/src/a.ts', "export * from '@entente/clouds/x'")).toBe(1)
  expect(faults('packages/ui/src/a.svelte', "<script>import { x } from '@entente/domain/x'</script>")).toBe(1)
})

test('a site knows the type of the router and nothing else of the API', () => {
  const file = 'apps/partner-portal/src/routes/+page.svelte'
  expect(faults(file, "import type { AppRouter } from '@entente/trpc/router'")).toBe(0)
  expect(faults(file, "import { appRouter } from '@entente/trpc/router'")).toBe(1)
  expect(faults(file, "const { x } = await import('@entente/db/core/scopes')")).toBe(1)
  expect(faults(file, "import {\n  type A,\n  b,\n} from '@entente/db/core/scopes'")).toBe(1)
})

test('tests may use the test kit, other files may not', () => {
  const text = "import { waitFor } from '@entente/testkit/wait'"
  expect(faults('packages/db/src/a.db.test.ts', text)).toBe(0)
  expect(faults('packages/db/testing/a.ts', text)).toBe(0)
  expect(faults('packages/db/src/a.ts', text)).toBe(1)
})

test('no path leaves its package', () => {
  expect(faults('packages/db/src/a.ts', "import { x } from '../testing/x.ts'")).toBe(0)
  expect(faults('packages/db/src/a.ts', "import { x } from '../../domain/src/x.ts'")).toBe(1)
  expect(faults('scripts/a.ts', "import '../packages/db/src/x.ts'")).toBe(1)
})

test('unescaped markup, scattered settings and comparisons with cloud names are found', () => {
  expect(faults('packages/ui/src/a.svelte', '<p>{@html text}</p>')).toBe(1)
  expect(faults('apps/api/src/app.ts', 'const a = process.env.PORT')).toBe(1)
  expect(faults('apps/api/src/env.ts', 'const a = process.env.PORT')).toBe(0)
  expect(faults('packages/domain/src/a.ts', "if (cloud.id === 'germany') run()")).toBe(1)
})

test('a package without a place in the arrows is refused', () => {
  expect(faults('packages/new/src/a.ts', '')).toBe(1)
})
