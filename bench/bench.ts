import type { Profile } from './profile.ts'
import type { Row } from './rows.ts'

/** Runs a benchmark and returns the lines of the final table. */
export type Bench = (options: BenchOptions) => Promise<Row[]>

export type BenchOptions = {
  /** Sizes from the command line; each benchmark has its own defaults. */
  sizes: number[]
  /** Sizes that the command line names: `--customers 1000000`. */
  amounts: Readonly<Record<string, unknown>>
  /** Records where the time goes; only with --profile. */
  profile: Profile | undefined
}
