// What runs where and who may sign in, as a person reads it in a terminal.
import type { DemoFacts } from '@entente/testkit/demo'

/** The closing words of `npm start`: addresses, demo accounts, and how to go on. */
export function factsTable(cloudName: string, { urls, accounts }: DemoFacts, dataFolder: string): string {
  const places = [
    ['Partner portal', urls.partner],
    ['Acceptance site', urls.customer],
    ['Operator console', urls.operator],
    ['Mailbox', urls.mailbox],
    ['API', urls.api],
  ]
  const people = accounts.map(({ audience, organisation, kind, roles, email, password }) => [
    audience,
    email,
    password,
    `${organisation}${kind ? ` (${kind.replace('_', ' ')})` : ''}`,
    roles.map((role) => role.replaceAll('_', ' ')).join(', '),
  ])
  const factors = accounts.flatMap(({ email, totpSecret }) =>
    totpSecret ? [`\nSecond factor of ${email}, for an authenticator app: ${totpSecret}`] : [],
  )
  return [
    `\n${cloudName} is running.\n`,
    ...columns(places),
    '\nDemo accounts:\n',
    ...columns([['site', 'e-mail', 'password', 'organisation', 'roles'], ...people]),
    ...factors,
    `\nData: ${dataFolder} (logs/ beside it). Ctrl-C stops everything; the next start keeps the data.\n`,
  ].join('\n')
}

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
