// Stands in for @node-rs/argon2 in a bundle, which has no node_modules: its native library lies beside the bundle.
import { createRequire } from 'node:module'

type Argon2 = {
  hash: (...args: unknown[]) => Promise<string>
  verify: (...args: unknown[]) => Promise<boolean>
}

export const { hash, verify }: Argon2 = createRequire(import.meta.url)('./argon2.node')
