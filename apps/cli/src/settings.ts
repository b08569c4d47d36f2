import { cloudIds } from '@entente/clouds/clouds'
import { readEnvironment } from '@entente/domain/core/environment'
import { z } from 'zod'
import type { CommandContext } from './command.ts'

const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ })
const origin = z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin)

const known = {
  CLOUD: z.enum(cloudIds),
  DATABASE_OWNER_URL: postgresUrl,
  DATABASE_URL: postgresUrl,
  DATABASE_DIRECT_URL: postgresUrl,
  ENTENTE_KEYS_FILE: z.string().min(1),
  PARTNER_URL: origin,
  OPERATOR_URL: origin,
}

const examples: Record<keyof typeof known, string> = {
  CLOUD: 'global',
  DATABASE_OWNER_URL: 'postgres://entente_owner:secret@127.0.0.1:5432/entente',
  DATABASE_URL: 'postgres://entente_api:secret@127.0.0.1:5432/entente',
  DATABASE_DIRECT_URL: 'postgres://entente_worker:secret@127.0.0.1:5432/entente',
  ENTENTE_KEYS_FILE: '/etc/entente/keys.json',
  PARTNER_URL: 'https://partner.example.com',
  OPERATOR_URL: 'https://operator.example.com',
}

type Known = typeof known

/** Reads the settings that one command needs; throws one error that names each wrong variable with an example. */
export function readSettings<Name extends keyof Known>(
  { environment }: CommandContext,
  ...names: Name[]
): { [N in Name]: z.output<Known[N]> } {
  const shape = Object.fromEntries(names.map((name) => [name, known[name]])) as Pick<Known, Name>
  return readEnvironment(z.object(shape), examples as Record<Name, string>, environment) as {
    [N in Name]: z.output<Known[N]>
  }
}
