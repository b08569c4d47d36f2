import { readFileSync } from 'node:fs'
import { cloudOf } from '@entente/clouds/clouds'
import { withOverrides } from '@entente/clouds/overrides'
import type { Cloud, CloudId } from '@entente/domain/core/cloud'
import { z } from 'zod'

/** The setting that names the override file of an instance. */
export const cloudOverridesFile = z.string().startsWith('/', 'is not an absolute path').optional()

type Named = { CLOUD: CloudId; CLOUD_OVERRIDES_FILE?: string | undefined }

/** The cloud of an instance with its override file. Throws an error with a sentence for each wrong field, or for the file. */
export function readCloud({ CLOUD, CLOUD_OVERRIDES_FILE: file }: Named): Cloud {
  const cloud = cloudOf(CLOUD)
  if (file === undefined) return cloud
  try {
    return withOverrides(cloud, readFileSync(file, 'utf8'))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const says = code ? `cannot be read (${code})` : message
    throw new Error(says.replaceAll(/^/gm, `CLOUD_OVERRIDES_FILE ${file}: `))
  }
}
