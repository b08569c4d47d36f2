// What a migration may not do while the previous release serves people: lock a table that grows for long, or take away what it reads.

const rules: { what: string; pattern: RegExp; isAboutRows?: boolean }[] = [
  {
    what: 'builds an index inside a transaction',
    pattern: /create (?:unique )?index (?!concurrently)\w+ on ([\w.]+)/gi,
    isAboutRows: true,
  },
  {
    what: 'writes every row again',
    pattern: /alter table ([\w.]+)[^;]*?generated always as/gi,
    isAboutRows: true,
  },
  {
    what: 'reads every row under a lock',
    pattern: /alter table ([\w.]+)[^;]*?add (?:constraint|check|foreign key|unique)(?![^;]*not valid)/gi,
    isAboutRows: true,
  },
  {
    what: 'changes the type or the need of a column',
    pattern: /alter table ([\w.]+)[^;]*?alter column \w+ (?:type|set not null|set data)/gi,
    isAboutRows: true,
  },
  {
    what: 'adds a column that old code does not fill',
    pattern: /alter table ([\w.]+)[^;]*?add column (?![^,;]*(?:default|generated))[^,;]*not null/gi,
    isAboutRows: true,
  },
  { what: 'drops what old code may read', pattern: /\bdrop (?:table|column|function|view|type|schema)\b/gi },
  { what: 'renames what old code may read', pattern: /\brename (?:to|column|constraint)\b/gi },
  { what: 'takes a right away', pattern: /^\s*revoke\b/gim },
  {
    what: 'sets its own patience',
    pattern: /\bset (?:local |session )?(?:lock_timeout|deadlock_timeout)\b/gi,
  },
]

/** What is wrong with these migrations, by name and text; a table that one of them creates is empty and nobody's yet. */
export function faultsOf(migrations: Readonly<Record<string, string>>): string[] {
  const texts = Object.entries(migrations).map(([name, text]) => ({
    name,
    sql: text.replaceAll(/--.*$/gm, ''),
  }))
  const created = new Set(
    texts.flatMap(({ sql }) => [...sql.matchAll(/create table ([\w.]+)/gi)].map(([, table]) => table)),
  )
  return texts.flatMap(({ name, sql }) =>
    rules.flatMap(({ what, pattern, isAboutRows }) =>
      [...sql.matchAll(pattern)].flatMap(([, table]) =>
        isAboutRows && created.has(table) ? [] : [`${name} ${what}${table ? `: ${table}` : ''}`],
      ),
    ),
  )
}
