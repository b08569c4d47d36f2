// Where the time goes: a V8 profile of each of our processes under load, and what the database sessions do meanwhile.
// Both are samples of the run itself, without start-up and without the reference's rounds.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { temporaryFolder } from './lab.ts'
import { type CpuProfile, type Span, selfTimes } from './self-time.ts'

const everyMs = 20
const shown = 12

export type Profile = ReturnType<typeof openProfile>

export function openProfile() {
  const folder = temporaryFolder()
  const spans: Span[] = []
  const sessions: { at: number; doing: string[] }[] = []
  let processes = 0
  return {
    /** Node flags that make a process write its profile when it ends. */
    flags: (name: string): string[] => [
      '--cpu-prof',
      `--cpu-prof-dir=${folder}`,
      `--cpu-prof-name=${name}.${++processes}.cpuprofile`,
    ],
    spans,
    sessions,
    /** Prints two tables. The processes must have ended. */
    report(): void {
      const profiles = Map.groupBy(readdirSync(folder), (file) => file.split('.')[0] ?? '')
      for (const [name, files] of profiles) {
        const read = (file: string): CpuProfile => JSON.parse(readFileSync(path.join(folder, file), 'utf8'))
        print(`${name}: share of its time by module`, shares(selfTimes(files.map(read), spans)))
      }
      const within = sessions.filter(({ at }) => spans.some(({ from, until }) => from <= at && at <= until))
      const doing = Object.entries(
        Object.groupBy(
          within.flatMap((sample) => sample.doing),
          String,
        ),
      )
      const average = doing.map(([what, all]) => [what, (all?.length ?? 0) / within.length] as const)
      print('database: sessions at a time', average, (count) => count.toFixed(2))
    },
  }
}

/** Runs our side of a round and samples it if there is a profile. The result may say when the load was on. */
export async function during<T>(
  profile: Profile | undefined,
  databaseUrl: string,
  work: () => Promise<T>,
  spanOf: (result: T, whole: Span) => Span = (_, whole) => whole,
): Promise<T> {
  if (!profile) return work()
  const client = new pg.Client(databaseUrl)
  await client.connect()
  let isOver = false
  const watch = async () => {
    for (; !isOver; await sleep(everyMs)) {
      const { rows } = await client.query<{ doing: string }>(whatSessionsDo)
      profile.sessions.push({ at: now(), doing: rows.map(({ doing }) => doing) })
    }
  }
  const from = now()
  const watching = watch()
  try {
    const result = await work()
    profile.spans.push(spanOf(result, { from, until: now() }))
    return result
  } finally {
    isOver = true
    await watching
    await client.end()
  }
}

// The clock of V8's profiles, which is the same in every process of this machine.
const now = (): number => Number(process.hrtime.bigint() / 1000n)

const whatSessionsDo = `select case
    when state <> 'active' then 'waits for the process, in a transaction'
    when wait_event is null then 'works'
    else 'waits: ' || wait_event_type || ' ' || wait_event end as doing
  from pg_stat_activity
  where backend_type = 'client backend' and pid <> pg_backend_pid()
    and state in ('active', 'idle in transaction')`

const shares = (times: Map<string, number>): (readonly [string, number])[] => {
  const all = [...times.values()].reduce((sum, time) => sum + time, 0)
  return [...times].map(([name, time]) => [name, time / all] as const)
}

function print(
  title: string,
  figures: (readonly [string, number])[],
  format = (share: number) => `${(100 * share).toFixed(1)} %`,
): void {
  console.log(`\n${title}`)
  for (const [name, figure] of figures.toSorted((a, b) => b[1] - a[1]).slice(0, shown))
    console.log(`${format(figure).padStart(8)}  ${name}`)
}
