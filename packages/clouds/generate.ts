import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { Cloud } from '@entente/domain/core/cloud'
import { cloudIds, cloudOf } from './src/clouds.ts'
import { overridablePaths } from './src/overrides.ts'

/** What each field of a cloud says, and the requirements behind it. A name covers the fields below it. */
const meanings: Record<string, [says: string, requirements: string]> = {
  name: ['Brand on every page and mail', 'R-177'],
  accent: ['Colour of the brand, light and dark', 'R-177'],
  defaultLocale: ['Language until somebody chooses one', 'R-176, §3.4'],
  locales: ['Languages', 'R-175'],
  timeZone: ['Time zone of days and limits', 'R-176'],
  services: ['Services with their admin portals; nothing else is sold', 'R-003, R-059, §3.1'],
  'agreements.customer': ['What a customer accepts', 'D-10, §3.2'],
  'agreements.partner': ['What goes on binding the partner', 'R-065, §3.2'],
  'agreements.attestedByPartner': ['A seller attests the customer agreement before the first order', '§4.13'],
  'customers.countries': ['Countries of the customers', '§3.4'],
  'customers.newAllowed': ['Partners add new customers', '§3.4'],
  'customers.tenantDomain': ['End of a new customer’s first domain', 'R-163'],
  'customers.dataTrustee': ['Data trustee, named before an acceptance', '§3.4'],
  'enrolment.kinds': ['Who enrols', 'D-31'],
  'enrolment.reviewTime': ['How long a review takes', 'R-083, §3.3'],
  'enrolment.countries': ['Countries of the companies that enrol', '§3.3'],
  'enrolment.checklists': ['What they need to have ready', 'R-076, R-081, §3.3'],
  'requests.isOn': ['Partners request relationships', 'R-006, D-04'],
  'requests.linkAuthors': ['Who makes links in two tiers', 'D-05'],
  'requests.privilegesChoice': ['An admin agent chooses about privileges', 'D-06, §3.2'],
  'requests.openInMailApp': ['The draft opens in the mail app', 'R-015, R-047'],
  'requests.sendForMe': ['The platform sends requests, one or many', 'R-021, R-047'],
  'requests.mailsPerDay': ['Mails that it sends for a partner on a day', 'R-021, S19'],
  'requests.mailsPerDomainAndDay': ['Those of them to one domain', 'R-021, S19'],
  'requests.draft.version': ['Version of the draft', 'R-017'],
  'requests.draft.paragraphs': ['What may be changed in the draft', 'R-017, R-048, D-13'],
  passwordHash: ['How passwords are hashed', 'FIPS 140'],
  'users.passwordReset': ['Who resets a colleague’s password', 'D-23, §3.3'],
  'users.rolesEditable': ['Roles of users are changed here', '§3.3'],
  'users.portal': ['Where they are managed otherwise', '§3.3'],
  'indirect.isOn': ['Providers and resellers', 'D-31'],
  'businessProfile.isOn': ['Public directory of partners', 'R-167'],
  'referrals.isOn': ['Customers are referred to partners', '§4.11'],
  'serviceRequests.handling': ['Where service requests are opened', '§4.12'],
  'serviceRequests.notForResellers': ['Services for which resellers open none', '§4.12'],
  'removal.privileges': ['What becomes of privileges when the partner removes the relationship', 'D-01'],
  'removal.liveItems': ['Whether live items block a removal', 'D-34'],
  'subscriptions.currencies': ['Currencies', '§4.10'],
  'subscriptions.cancelDays': ['Days in which a subscription can be cancelled', '§4.10'],
  'subscriptions.selfService': ['Customers buy themselves where their seller lets them', 'R-172'],
  'subscriptions.suspendedDays': ['Days that a suspended subscription keeps its data', 'D-26'],
  'subscriptions.expiredDays': ['Days in which an expired one can be renewed', '§4.10'],
  'subscriptions.disabledDays': ['Days that it keeps its data from then on', 'D-26'],
  retention: ['How long data is kept', 'R17'],
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The fields of a cloud that have a meaning of their own, and those that have none. */
export function fieldsOf(value: Record<string, unknown>, path = ''): { named: string[]; nameless: string[] } {
  const found = Object.entries(value)
    .filter(([key]) => path !== '' || key !== 'id')
    .map(([key, inner]) => {
      const name = path ? `${path}.${key}` : key
      if (meanings[name]) return { named: [name], nameless: [] }
      return isRecord(inner) ? fieldsOf(inner, name) : { named: [], nameless: [name] }
    })
  return {
    named: found.flatMap(({ named }) => named),
    nameless: found.flatMap(({ nameless }) => nameless),
  }
}

const valueAt = (cloud: Cloud, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], cloud)

function written(value: unknown): string {
  if (value === null) return '–'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.map(written).join(isRecord(value[0]) ? '<br>' : ', ') || 'none'
  if (!isRecord(value)) return String(value)
  const { name, url, portal, version, key, editable, removable } = value
  if (typeof name === 'string') {
    const text = typeof version === 'string' ? `${name} (${version})` : name
    const href = url ?? portal
    return typeof href === 'string' ? `[${text}](${href})` : text
  }
  if (key) return `${written(key)}: ${editable ? 'free' : 'fixed'}${removable ? ', may be left out' : ''}`
  return Object.entries(value)
    .map(([field, inner]) => `${field}: ${written(inner)}`)
    .join('<br>')
}

/** Whether an override file may change the field, or which parts of it. */
function changeable(path: string): string {
  const inside = overridablePaths.filter((one) => one === path || one.startsWith(`${path}.`))
  if (inside.length === 0) return ''
  const parts = inside.map((one) => one.slice(path.length + 1).replace('<id>.', ''))
  const value = valueAt(cloudOf('germany'), path)
  const isWhole =
    parts.includes('') || (isRecord(value) && Object.keys(value).every((key) => parts.includes(key)))
  return isWhole ? 'yes' : parts.join(', ')
}

/** The pages of which each cloud has a picture. */
const pictures = {
  'sign-in': 'Sign-in',
  request: 'A partner asks',
  mail: 'The mail',
  review: 'The customer decides',
  customers: 'The customer on the list',
  'console-overview': 'The operator’s overview',
}

/** The text of `docs/clouds.md`. */
export function generateClouds(): string {
  const clouds = cloudIds.map(cloudOf)
  const rows = fieldsOf(cloudOf('global')).named.map((path) => {
    const values = clouds.map((cloud) => {
      const value = valueAt(cloud, path)
      return value === null && path.endsWith('.countries') ? 'every country' : written(value)
    })
    const [says = '', requirements = ''] = meanings[path] ?? []
    return { path, says, requirements, values, change: changeable(path), differs: new Set(values).size > 1 }
  })
  const cells = (list: string[]) => `| ${list.join(' | ')} |`
  return [
    '# The four clouds',
    'Written by `node packages/clouds/generate.ts` from `packages/clouds`; do not edit. One build serves all four: the setting `CLOUD` names',
    'the cloud of an instance. [requirements.md](requirements.md) explains the codes. *Override* says what the file of an instance may change',
    '([how](operations.md#what-an-instance-changes)): flags only to off, proofs (audit, attestations) only to longer.',
    '',
    '## What differs',
    cells(['field', 'what it says', ...clouds.map(({ id }) => id), 'override', 'required by']),
    cells(Array.from({ length: clouds.length + 4 }, () => '---')),
    ...rows
      .filter(({ differs }) => differs)
      .map(({ path, says, values, change, requirements }) =>
        cells([`\`${path}\``, says, ...values, change, requirements]),
      ),
    '',
    '## What it looks like',
    'Each cloud in its own language, taken by `npm run screenshots -- --clouds` while it walks the README’s steps.',
    '',
    cells(['page', ...clouds.map(({ name }) => name)]),
    cells(Array.from({ length: clouds.length + 1 }, () => '---')),
    ...Object.entries(pictures).map(([page, says]) =>
      cells([
        says,
        ...clouds.map((cloud) =>
          // Where partners send requests themselves there is no such mail.
          page === 'mail' && !cloud.requests.sendForMe
            ? '–'
            : `![${says}, ${cloud.name}](screenshots/clouds/${cloud.id}-${page}.webp)`,
        ),
      ]),
    ),
    '',
    '## What is the same',
    cells(['field', 'what it says', 'everywhere', 'override', 'required by']),
    cells(['---', '---', '---', '---', '---']),
    ...rows
      .filter(({ differs }) => !differs)
      .map(({ path, says, values, change, requirements }) =>
        cells([`\`${path}\``, says, values[0] ?? '', change, requirements]),
      ),
    '',
  ].join('\n')
}

export const cloudsFile = new URL('../../docs/clouds.md', import.meta.url)

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(cloudsFile, generateClouds())
