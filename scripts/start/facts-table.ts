// What runs where and who can sign in, formatted for a terminal.
import type { DemoFacts } from '@entente/testkit/demo'

/** The last output of `npm start`: addresses, demo accounts and next steps. */
export function factsTable(cloudName: string, facts: DemoFacts, dataFolder: string): string {
  const { urls, accounts, membership } = facts
  const places = [
    ['Partner portal', urls.partner],
    ['Acceptance site', urls.customer],
    ['Operator console', urls.operator],
    ['Mailbox', urls.mailbox],
    ['API', urls.api],
  ]
  const people = accounts
    .filter(({ application }) => !application)
    .map(({ audience, organisation, kind, roles, email, password, totpSecret }) => [
      audience,
      email,
      password,
      audience === 'operator' ? (totpSecret ?? '') : `${organisation}${kind ? ` (${words(kind)})` : ''}`,
      roles.map(words).join(', '),
    ])
  const applicants = accounts.flatMap(({ organisation, email, password, application }) =>
    application ? [[email, password, organisation, words(application)]] : [],
  )
  const logins = membership.map(({ userName, password }) => [
    userName,
    password,
    'membership directory login',
  ])
  return [
    `\n${cloudName} is running.\n`,
    ...columns(places),
    '\nDemo accounts:\n',
    ...columns([['site', 'e-mail', 'password', 'organisation or authenticator secret', 'roles'], ...people]),
    ...(applicants.length > 0
      ? [
          '\nCompanies that enrol (sign in at the partner portal):\n',
          ...columns([['e-mail', 'password', 'organisation', 'application'], ...applicants, ...logins]),
        ]
      : []),
    `\nData and logs: ${dataFolder}. Ctrl-C stops everything; the next start keeps the data.\n`,
  ].join('\n')
}

const words = (name: string): string => name.replaceAll('_', ' ')

function columns(rows: string[][]): string[] {
  const widths = rows[0]?.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0))) ?? []
  return rows.map(
    (row) =>
      `  ${row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd()}`,
  )
}
