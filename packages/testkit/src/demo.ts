// What listens in a demo, and the facts of a running one, as `npm start` writes them to demo.json and browser tests receive them.
import type {} from 'vitest'

/** The parts of a demo that listen on a port. */
export const services = [
  'partner',
  'customer',
  'operator',
  'api',
  'worker',
  'mailbox',
  'smtp',
  'database',
  'metrics',
] as const

export type DemoAccount = {
  audience: 'partner' | 'customer' | 'operator'
  organisation: string
  kind: 'direct_bill' | 'indirect_reseller' | 'indirect_provider' | null
  roles: string[]
  email: string
  password: string
  /** The second factor's secret in base32, where the account has one: operators do. */
  totpSecret: string | null
  /** The state of the organisation's application; null for accounts of organisations that do not enrol. */
  application: string | null
}

/** What the seed creates. */
export type DemoSeed = {
  accounts: DemoAccount[]
  /** Logins of the operator's own membership directory. */
  membership: { userName: string; password: string }[]
}

export type DemoFacts = {
  cloud: string
  urls: Record<'partner' | 'customer' | 'operator' | 'api' | 'mailbox' | 'metrics', string>
  /** The secrets by which the API knows the sites. */
  siteSecrets: Record<'partner' | 'customer' | 'operator', string>
} & DemoSeed

declare module 'vitest' {
  export interface ProvidedContext {
    /** The running stack of the browser tests. */
    demo: DemoFacts
    /** The owner's connection to the browser tests' database, for what no page shows. */
    demoDatabaseUrl: string
    /** The folder with each process's log. */
    demoLogs: string
    /** The instance's keys file, for a link that only the command line makes. */
    demoKeysFile: string
    /** Where the demo's operators may sign in: a provider of `startProvider`. */
    operatorIssuer: string
  }
}
