import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../process.ts'
import previous from '../upgrade/previous-release.json' with { type: 'json' }

const manifests = globSync('{.,{apps,packages}/*,scripts,bench}/package.json', { cwd: root })
const versionIn = (manifest: string): string | undefined =>
  JSON.parse(readFileSync(path.join(root, manifest), 'utf8')).version
const released = versionIn('package.json')

test('every package has the version of the root, which /healthz and `entente --version` name', () => {
  expect(manifests.length).toBeGreaterThan(20)
  expect(manifests.filter((manifest) => versionIn(manifest) !== released)).toEqual([])
})

const changes = readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8')

test('R12 the release that upgrades are tested from is in the change log', () => {
  expect(changes).toMatch(new RegExp(`^## \\[${previous.version}\\] - `, 'm'))
})

test('the change log describes the version', () => {
  const [newest] = [...changes.matchAll(/^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$/gm)].map(
    ([, version]) => version,
  )
  expect(newest).toBe(released)
})
