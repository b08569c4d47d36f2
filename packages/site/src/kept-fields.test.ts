// Every form that people type into comes back complete when they change the language or the theme.
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '../../..')
const sites = ['partner-portal', 'acceptance-site', 'operator-console']
const files = globSync(
  [...sites.map((site) => `apps/${site}/src/**/*.svelte`), 'packages/site/src/*.svelte'],
  {
    cwd: root,
  },
)

/** Forms of a plain `form` element that people type into, and why nothing of theirs is kept. */
const others = {
  'packages/site/src/account-page.svelte': 'passwords',
  'packages/site/src/confirm-page.svelte': 'a password or a code',
  'apps/partner-portal/src/lib/relationship/send-again.svelte': 'one for each recipient of a page',
  'apps/partner-portal/src/lib/customer/subscription-changes.svelte': 'a choice from a list each',
  'apps/acceptance-site/src/routes/(invitation)/invitation/[token]/review/+page.svelte': 'the second form',
}

const typed =
  /<(?:TextInput|TextArea|Select|Checkbox|RadioGroup|input\b[^>]*type="(?:text|email|file)"|textarea|select)\b/
const formOf = /<form\b[^>]*method="POST"[\s\S]*?<\/form>/g

test('U23 every form with typed fields is a KeptForm', () => {
  const found = files.filter((file) =>
    readFileSync(path.join(root, file), 'utf8')
      .match(formOf)
      ?.some((form) => typed.test(form)),
  )
  expect(found.sort()).toEqual(Object.keys(others).sort())
})

test('U17 every form that a script sends marks the pressed button', () => {
  const bare = files.filter((file) => /use:enhance\b/.test(readFileSync(path.join(root, file), 'utf8')))
  expect(bare).toEqual([])
})
