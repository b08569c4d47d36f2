// The borders of the house (docs/architecture.md) as far as turbo cannot see them: who may import whom, by name;
// sites that may know the router's type but not its code; Svelte files; and a few habits that must not creep in.
import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import path from 'node:path'

const pure = ['addresses', 'clouds', 'domain', 'i18n', 'mail']
const site = ['addresses', 'clouds', 'domain', 'i18n', 'site', 'ui']
const everything = [...pure, 'auth', 'db', 'outside', 'queue', 'testkit', 'trpc']

/** Who may import which of our packages. A package that is not listed here does not exist yet. */
const arrows: Record<string, readonly string[]> = {
  'packages/domain': [],
  'packages/addresses': ['domain'],
  'packages/clouds': ['domain'],
  'packages/i18n': ['domain'],
  'packages/mail': ['clouds', 'domain', 'i18n'],
  'packages/db': pure,
  'packages/auth': [...pure, 'db', 'queue'],
  'packages/outside': ['db', 'domain'],
  'packages/queue': [...pure, 'db'],
  'packages/trpc': [...pure, 'auth', 'db', 'outside', 'queue'],
  'packages/testkit': [],
  'packages/process': [],
  'packages/ui': [],
  'packages/site': ['clouds', 'domain', 'i18n', 'process', 'ui'],
  'apps/partner-portal': site,
  'apps/acceptance-site': site,
  'apps/operator-console': site,
  'apps/api': [...pure, 'auth', 'db', 'outside', 'process', 'queue', 'trpc'],
  'apps/worker': [...pure, 'auth', 'db', 'outside', 'process', 'queue'],
  'apps/mailbox': ['domain'],
  'apps/cli': [...pure, 'auth', 'db', 'outside', 'queue'],
  'apps/e2e': everything,
  scripts: everything,
  bench: everything,
}

// A site talks to the API over the network: of the router it may know the type, never the code behind it.
const typesOnly: Record<string, readonly string[]> = {
  'packages/site': ['trpc'],
  'apps/partner-portal': ['trpc'],
  'apps/acceptance-site': ['trpc'],
  'apps/operator-console': ['trpc'],
}

const isTest = (file: string): boolean => /\.test\.ts$|\/testing\//.test(file)
// main.ts and server.ts hand the environment to the schema in env.ts or settings.ts.
const readsEnvironment =
  /(^|\/)(env|settings|main|server)\.ts$|-cli\.ts$|\.config\.ts$|^(scripts|bench|packages\/testkit)\//
const importPattern =
  /(import|export)\s+(type\s)?[^'"`;]*?from\s*['"]([^'"]+)['"]|import\s*\(?\s*['"]([^'"]+)['"]/g

/** Every fault in the repository at `root`, one sentence each. */
export async function findBorderFaults(root: string): Promise<string[]> {
  const faults: string[] = []
  const exclude = (name: string) => /(^|\/)(node_modules|build|\.[^/]+)$/.test(name)
  for await (const file of glob('{apps,packages,scripts,bench}/**/*.{ts,js,mjs,svelte}', {
    cwd: root,
    exclude,
  })) {
    if (file === 'scripts/test/borders.test.ts') continue // it quotes what is forbidden
    faults.push(...faultsOf(file, readFileSync(path.join(root, file), 'utf8')))
  }
  return faults.sort()
}

/** The faults of one file, `file` relative to the root. */
export function faultsOf(file: string, text: string): string[] {
  const home = /^(scripts|bench)\//.exec(file)?.[1] ?? file.split('/').slice(0, 2).join('/')
  const allowed = arrows[home]
  if (!allowed) return [`${file}: ${home} has no place in scripts/borders.ts`]
  return [...importFaults(file, home, allowed, text), ...habitFaults(file, home, text)]
}

function importFaults(file: string, home: string, allowed: readonly string[], text: string): string[] {
  const faults: string[] = []
  for (const [, , type, from, bare] of text.matchAll(importPattern)) {
    const target = from ?? bare ?? ''
    if (target.startsWith('.') && !path.join(path.dirname(file), target).startsWith(`${home}/`)) {
      faults.push(`${file}: "${target}" leaves ${home}; import the package by its name`)
    }
    const ours = /^@entente\/([^/]+)/.exec(target)?.[1]
    if (!ours || `packages/${ours}` === home || allowed.includes(ours)) continue
    if (ours === 'testkit' && isTest(file)) continue
    if (typesOnly[home]?.includes(ours)) {
      if (!type) faults.push(`${file}: ${home} may import only types of ${target} (import type)`)
    } else {
      faults.push(`${file}: ${home} may not import ${target}`)
    }
  }
  return faults
}

function habitFaults(file: string, home: string, text: string): string[] {
  const faults: string[] = []
  if (file.endsWith('.svelte') && /\{@html\b/.test(text)) {
    faults.push(`${file}: {@html} puts text into a page without escaping it`)
  }
  if (/\bprocess\.env\b/.test(text) && !readsEnvironment.test(file) && !isTest(file)) {
    faults.push(`${file}: process.env is read once, in env.ts or settings.ts`)
  }
  const cloudName = /(===?|!==?|\bcase)\s*['"](global|us-government|germany|china-21vianet)['"]/
  if (home !== 'packages/clouds' && !isTest(file) && cloudName.test(text)) {
    faults.push(
      `${file}: a rule that differs by cloud is a field of its definition, not a comparison with its name`,
    )
  }
  return faults
}
