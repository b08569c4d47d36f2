import type { Id } from '@entente/domain/core/id'
import { type RawBuilder, type SqlBool, sql } from 'kysely'

/** Replaces an erased person's name. */
export const erasedName = 'Erased person'
/** No mail reaches an address below .invalid (RFC 2606). */
export const erasedAddress = 'erased@entente.invalid'
export const tombstoneAddress = (id: Id<'account'>): string => `erased-${id}@entente.invalid`

export type Person = { id: Id<'account'>; name: string; email: string }

// The name "Li" must not match in "link"; between Chinese characters nothing shows where a name ends.
const latin = 'A-Za-zÀ-ɏ'
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const asWord = (name: string): string => `(?<![${latin}])${escaped(name)}(?![${latin}])`

/** As in the name of a file: "Passport_ada-lovelace.pdf". */
const asFileWord = (name: string) =>
  `(?<![${latin}])${name.trim().split(/\s+/).map(escaped).join('[\\s_.+-]*')}(?![${latin}])`

/** A text column without the person's name and address. */
export const withoutPerson = ({ name, email }: Person, column: string): RawBuilder<unknown> =>
  sql`regexp_replace(replace(${sql.ref(column)}, ${email}, ${erasedAddress}), ${asWord(name)}, ${erasedName}, 'g')`

/** Whether a text names the person. The expression is slow, so it is asked only of a text that has the name. */
export const namesPerson = ({ name, email }: Person, text: RawBuilder<unknown>): RawBuilder<SqlBool> =>
  sql`(strpos(${text}, ${email}) > 0 or strpos(${text}, ${name}) > 0 and ${text} ~ ${asWord(name)})`

/** Whether a column with a file's name or comment names the person, in any spelling that files have. */
export const fileNamesPerson = ({ name, email }: Person, column: string): RawBuilder<SqlBool> =>
  sql`(strpos(lower(${sql.ref(column)}), ${email}) > 0 or ${sql.ref(column)} ~* ${asFileWord(name)})`
