import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { cloudOf } from '@entente/clouds/clouds'
import { afterAll, expect, test } from 'vitest'
import { readCloud } from './cloud-file.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'entente-cloud-'))
afterAll(() => rmSync(folder, { recursive: true }))

const reading = (text: string) => {
  const file = path.join(folder, 'overrides.json')
  writeFileSync(file, text)
  return readCloud({ CLOUD: 'germany', CLOUD_OVERRIDES_FILE: file })
}

test('R-177 a process has the cloud with what its override file changes, and without a file the cloud', () => {
  expect(readCloud({ CLOUD: 'germany' })).toBe(cloudOf('germany'))
  expect(reading('{ "name": "Contoso" }')).toEqual({ ...cloudOf('germany'), name: 'Contoso' })
})

test('an error names the setting, the file and each field', () => {
  const file = path.join(folder, 'overrides.json')
  expect(() => reading('{ "name": "", "id": "global" }')).toThrow(
    `CLOUD_OVERRIDES_FILE ${file}: name must be a name without spaces around it
CLOUD_OVERRIDES_FILE ${file}: id cannot be changed by an override file`,
  )
  expect(() => readCloud({ CLOUD: 'germany', CLOUD_OVERRIDES_FILE: folder })).toThrow(
    `CLOUD_OVERRIDES_FILE ${folder}: cannot be read (EISDIR)`,
  )
})
