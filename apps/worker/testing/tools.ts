import { randomBytes } from 'node:crypto'
import type { Database } from '@entente/db/core/database'
import { fixtureKid } from '@entente/db/testing/fixtures'
import type { Cloud } from '@entente/domain/core/cloud'
import { immediateProvisioner } from '@entente/outside/immediate-provisioner'
import type { Tools } from '../src/handler.ts'

export const sites = {
  partner: 'https://partner.example.com',
  customer: 'https://customer.example.com',
  operator: 'https://operator.example.com',
}

/** A worker's tools without a mail server. */
export const toolsFor = (database: Database, cloud: Cloud): Omit<Tools, 'transport' | 'clock'> => ({
  ...{ database, cloud, sites },
  dataKeys: { newest: fixtureKid, keys: new Map([[fixtureKid, randomBytes(32)]]) },
  provisioner: immediateProvisioner,
  linkKeys: { newest: fixtureKid, keys: new Map([[fixtureKid, randomBytes(32)]]) },
  sender: { name: 'Entente', address: 'no-reply@entente.example' },
  operator: {
    name: 'Example Cloud GmbH',
    email: 'help@entente.example',
    phone: null,
    website: null,
    hours: null,
  },
})
