// What a migration may not do while the previous release serves people: lock a table that grows for long, or take away what it reads.

/** `unlessNew`: it is about a table or function, and nobody uses one that was created meanwhile. */
const rules: { what: string; pattern: RegExp; unlessNew?: 'rows' | 'name' }[] = [
  {
    what: 'builds an index inside a transaction',
    pattern: /create (?:unique )?index (?!concurrently)\w+ on ([\w.]+)/gi,
    unlessNew: 'rows',
  },
  {
    what: 'writes every row again',
    pattern: /alter table ([\w.]+)[^;]*?generated always as/gi,
    unlessNew: 'rows',
  },
  {
    what: 'reads every row under a lock',
    pattern: /alter table ([\w.]+)[^;]*?add (?:constraint|check|foreign key|unique)(?![^;]*not valid)/gi,
    unlessNew: 'rows',
  },
  {
    what: 'changes the type or the need of a column',
    pattern: /alter table ([\w.]+)[^;]*?alter column \w+ (?:type|set not null|set data)/gi,
    unlessNew: 'rows',
  },
  {
    what: 'adds a column that old code does not fill',
    pattern: /alter table ([\w.]+)[^;]*?add column (?![^,;]*(?:default|generated))[^,;]*not null/gi,
    unlessNew: 'rows',
  },
  // The parts of a divided table are in a schema of their own, which nobody reads.
  {
    what: 'drops what old code may read',
    pattern: /\bdrop (?:table|column|function|view|type|schema)\b(?! weeks\.)/gi,
  },
  {
    what: 'moves what old code may read',
    pattern: /alter table ([\w.]+)\s+set schema\b/gi,
    unlessNew: 'name',
  },
  { what: 'renames what old code may read', pattern: /\brename (?:to|column|constraint)\b/gi },
  { what: 'takes a right away', pattern: /^\s*revoke\b(?! all on function)/gim },
  { what: 'takes a right away', pattern: /^\s*revoke all on function ([\w.]+)/gim, unlessNew: 'name' },
  {
    what: 'sets its own patience',
    pattern: /\bset (?:local |session )?(?:lock_timeout|deadlock_timeout)\b/gi,
  },
]

/**
 * What is wrong with these migrations, by name and text. A table that one of them creates is empty and no running code uses it,
 * unless it takes the place of one that moves.
 */
export function faultsOf(migrations: Readonly<Record<string, string>>): string[] {
  const texts = Object.entries(migrations).map(([name, text]) => ({
    name,
    sql: text.replaceAll(/--.*$/gm, ''),
  }))
  const named = (pattern: RegExp) =>
    new Set(texts.flatMap(({ sql }) => [...sql.matchAll(pattern)].map(([, it]) => it)))
  const created = named(/create (?:table|function) ([\w.]+)/gi)
  const isNew = {
    name: created,
    rows: created.difference(named(/alter table ([\w.]+)\s+set schema\b/gi)),
  }
  return texts.flatMap(({ name, sql }) => [
    ...(/\bvalidate constraint\b/i.test(sql) && statementsOf(sql) > 1
      ? [`${name} reads every row while it holds the locks of other statements`]
      : []),
    ...rules.flatMap(({ what, pattern, unlessNew }) =>
      [...sql.matchAll(pattern)].flatMap(([, it]) =>
        unlessNew && isNew[unlessNew].has(it) ? [] : [`${name} ${what}${it ? `: ${it}` : ''}`],
      ),
    ),
  ])
}

const statementsOf = (sql: string): number => sql.split(';').filter((statement) => statement.trim()).length
