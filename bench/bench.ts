import type { Profile } from './profile.ts'
import type { Row } from './rows.ts'

/** Measures and answers lines for the final table. */
export type Bench = (options: BenchOptions) => Promise<Row[]>

export type BenchOptions = {
  /** How much to measure with, where the command line says so; each benchmark has its own defaults. */
  sizes: number[]
  /** Where the time goes, if somebody asked. */
  profile: Profile | undefined
}
