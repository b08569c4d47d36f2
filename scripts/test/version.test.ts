import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../process.ts'

const manifests = globSync('{.,{apps,packages}/*,scripts,bench}/package.json', { cwd: root })
const versionIn = (manifest: string): string | undefined =>
  JSON.parse(readFileSync(path.join(root, manifest), 'utf8')).version
const released = versionIn('package.json')

test('every package has the version of the root, which /healthz and `entente --version` name', () => {
  expect(manifests.length).toBeGreaterThan(20)
  expect(manifests.filter((manifest) => versionIn(manifest) !== released)).toEqual([])
})

test('the change log describes the version', () => {
  const changes = readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8')
  const [newest] = [...changes.matchAll(/^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$/gm)].map(
    ([, version]) => version,
  )
  expect(newest).toBe(released)
})
