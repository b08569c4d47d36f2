import { configDefaults, defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// Tests that need a database or the running stack have it in their file name. All others are fast and need neither.
const database = '**/*.db.test.ts'
const browser = '**/*.e2e.test.ts'

// The longest begin first, so that none of them runs alone at the end.
const longest = [
  'tenancy.db',
  'fuzz.db',
  'races.db',
  'log-secrecy.db',
  'accessibility.e2e',
  'enrolment.e2e',
  'stack.e2e',
]
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => longest.some((name) => moduleId.includes(name))
    const [first, rest] = [files.filter(isLong), files.filter((file) => !isLong(file))]
    return [...(await super.sort(first)), ...(await super.sort(rest))]
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{packages,apps}/*/src/**/*.test.ts',
            'packages/*/testing/**/*.test.ts',
            '{scripts,bench}/**/*.test.ts',
          ],
          exclude: [...configDefaults.exclude, database, browser],
          // Loading the modules again for each file takes as long as the tests themselves.
          isolate: false,
          // By default one core of two is left free.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'db',
          include: [`{packages,apps}/*/{src,testing}/${database}`, `scripts/${database}`],
          globalSetup: ['packages/db/testing/global-setup.ts'],
          pool: 'forks',
          // As for the unit tests: a file's connections close with it, so nothing is left for the next.
          isolate: false,
          // One more than cores: tests wait for locks, mails and pages more than they work.
          maxWorkers: 3,
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: [`apps/{e2e,mailbox}/src/${browser}`, `scripts/${browser}`],
          globalSetup: ['scripts/test/e2e-global-setup.ts'],
          pool: 'forks',
          // As above: browsers and connections close with their file.
          isolate: false,
          // One more than cores: tests wait for locks, mails and pages more than they work.
          maxWorkers: 3,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // One second by default, which a page on a busy machine may take.
          expect: { poll: { timeout: 10_000 } },
        },
      },
    ],
  },
})
