import { z } from 'zod'
import { legacyEncodings } from '../core/csv.ts'
import { withoutMarksAround } from '../core/typed-text.ts'
import type { ImportMapping } from './customer-import.ts'
import { createCustomerUserInput, type DirectoryRole, directoryRoles } from './customer-user.ts'
import { guessColumns, isMappedWhole, valuesOf } from './import-row.ts'

/** Limits of one file of users. */
export const userFileLimits = { rows: 1000, bytes: 512 * 1024 }

export const userFileFields = ['userName', 'displayName', 'roles'] as const
export type UserFileField = (typeof userFileFields)[number]
export const neededUserFields: readonly UserFileField[] = ['userName', 'displayName']

/** Why a row makes no user; `column` is null where the whole row is at fault, `first` is the row with the same name. */
export type UserRowFault = {
  column: UserFileField | null
  fault: 'missing' | 'unreadable' | 'unknown_role' | 'twice' | 'name_taken' | 'too_many_fields'
  first?: number
}
export type UserRow = { row: number; userName: string; displayName: string; roles: DirectoryRole[] }
export type BadUserRow = { row: number; userName: string; faults: UserRowFault[] }

const columnNames: Record<UserFileField, RegExp> = {
  userName: /user.?name|principal|upn|benutzername|anmeldename|e-?mail|用户名|邮箱/,
  displayName: /display|anzeige|^(full )?name|显示名|姓名|名称/,
  roles: /role|rolle|角色/,
}
export const guessUserColumns = (columns: readonly string[]): ImportMapping =>
  guessColumns(userFileFields, columnNames, columns)
export const isUserMappingWhole = (mapping: ImportMapping, columns: number): boolean =>
  isMappedWhole({ fields: userFileFields, needed: neededUserFields }, mapping, columns)

/** Reads the rows of a file of users: those that can be created, and what is wrong with the others. */
export function readUserRows(
  rows: readonly { row: number; fields: readonly string[] }[],
  { columns, mapping, taken }: { columns: number; mapping: ImportMapping; taken: ReadonlySet<string> },
): { good: UserRow[]; bad: BadUserRow[] } {
  const [good, bad]: [UserRow[], BadUserRow[]] = [[], []]
  const first = new Map<string, number>()
  for (const { row, fields } of rows) {
    const user = { row, ...readUser(valuesOf(fields, mapping)) }
    const faults = user.faults
    if (fields.length > columns) faults.splice(0, faults.length, { column: null, fault: 'too_many_fields' })
    const before = first.get(user.userName)
    if (faults.length === 0 && before !== undefined)
      faults.push({ column: 'userName', fault: 'twice', first: before })
    if (faults.length === 0 && taken.has(user.userName))
      faults.push({ column: 'userName', fault: 'name_taken' })
    const { faults: _, ...read } = user
    if (faults.length > 0) bad.push({ row, userName: user.userName, faults })
    else {
      first.set(user.userName, row)
      good.push(read)
    }
  }
  return { good, bad }
}

const clean = (text: string | undefined): string => withoutMarksAround((text ?? '').trim())

function readUser(values: Partial<Record<string, string>>) {
  const faults: UserRowFault[] = []
  const typed = { userName: clean(values.userName), displayName: clean(values.displayName) }
  const read = (column: 'userName' | 'displayName'): string => {
    const { data } = createCustomerUserInput.shape[column].safeParse(typed[column])
    if (data === undefined) faults.push({ column, fault: typed[column] === '' ? 'missing' : 'unreadable' })
    return data ?? typed[column]
  }
  const user = { userName: read('userName'), displayName: read('displayName') }
  const named = (values.roles ?? '')
    .split(/[,;|/]/)
    .map(roleNamed)
    .filter((role) => role !== '')
  const roles = directoryRoles.filter((role) => named.includes(role))
  if (new Set(named).size > roles.length) faults.push({ column: 'roles', fault: 'unknown_role' })
  return { ...user, roles, faults }
}

/** A role as exports write it: `Global Administrator`, `global-admin`. */
const roleNamed = (text: string): string =>
  clean(text)
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
    .replace(/administrator$/, 'admin')

export const userFileInput = z.object({
  /** The bytes of the file, in base64. */
  file: z.string().max(Math.ceil(userFileLimits.bytes / 3) * 4),
  encoding: z.enum(legacyEncodings).nullable().default(null),
  seen: z.string().max(100).default(''),
  /** Which column holds what; without it, as the headers suggest. */
  mapping: z.record(z.string().max(30), z.number().int().min(0).max(999)).nullable().default(null),
})
