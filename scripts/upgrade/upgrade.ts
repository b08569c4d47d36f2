// npm test -- upgrade: the previous release's code on our schema (R12). Its data tests run against a template that our migrations
// brought up to date; then its processes are replaced by ours under load. The last line is `N passed, N failed`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { endCommands } from '../command.ts'
import cannotHold from './cannot-hold.json' with { type: 'json' }
import { checkOutPreviousRelease, previous } from './previous-release.ts'
import { checkProcedures } from './procedures.ts'
import { upgradeUnderLoad } from './rolling.ts'

type Report = {
  testResults: {
    name: string
    status: string
    message: string
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[]
  }[]
}

/** What serves people: the tests of the command line look at a schema that its own migrations made. */
const tested = ['apps/api', 'apps/worker', 'packages/auth', 'packages/db', 'packages/queue', 'packages/trpc']

const began = performance.now()
const release = await checkOutPreviousRelease()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    endCommands()
    release.remove()
    process.exit(130)
  })
try {
  const rolling = await upgradeUnderLoad(release)
  const tests = await testPrevious(release.folder)
  const checks = [await checkProcedures(release), ...rolling.checks]
  const wrong = checks.filter((check) => check.wrong.length > 0)
  for (const { what, wrong: found } of wrong)
    console.log(`FAILED ${what}\n  ${found.slice(0, 5).join('\n  ')}`)
  for (const line of tests.wrong) console.log(`FAILED ${line}`)
  for (const line of rolling.figures) console.log(line)
  console.log(
    `the tests of ${previous.version} on our schema: ${tests.passed} hold, ${tests.excused} cannot (scripts/upgrade/cannot-hold.json)`,
  )
  console.log(`${((performance.now() - began) / 1000).toFixed()} s\n`)
  const failed = wrong.length + tests.wrong.length
  console.log(`${checks.length - wrong.length + tests.passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
} finally {
  release.remove()
}

/** Runs the previous release's data tests in its folder; a test that cannot hold is named there with its reason. */
async function testPrevious(folder: string): Promise<{ passed: number; excused: number; wrong: string[] }> {
  const file = path.join(folder, 'report.json')
  const bin = path.join(folder, 'node_modules/.bin')
  // A schema that does not fit fails each time; a machine that is busy with other work does not.
  const patient = ['--testTimeout=120000', '--hookTimeout=120000', '--retry=1']
  const args = ['run', '--project', 'db', '--reporter=json', `--outputFile=${file}`, ...patient, ...tested]
  const { FULL: _, ...environment } = process.env
  const child = spawn(path.join(bin, 'vitest'), args, {
    cwd: folder,
    env: { ...environment, CI: 'true', PATH: `${bin}:${process.env.PATH}` },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await once(child, 'exit')
  const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as Report
  const excuses = new Map(cannotHold.map((excuse) => [`${excuse.file} > ${excuse.test}`, excuse]))
  const wrong: string[] = []
  let [passed, excused] = [0, 0]
  for (const { name, status, message, assertionResults } of testResults) {
    const of = path.relative(folder, name)
    if (status === 'failed' && assertionResults.length === 0) wrong.push(`${of} did not run: ${message}`)
    for (const { fullName, status: outcome, failureMessages } of assertionResults) {
      const id = `${of} > ${fullName}`
      const excuse = excuses.get(id)
      excuses.delete(id)
      if (outcome === 'failed' && excuse) excused++
      else if (outcome === 'failed') wrong.push(`${id}\n  ${failureMessages[0]?.slice(0, 600)}`)
      else if (excuse && !('byChance' in excuse)) wrong.push(`${id} holds: take it out of cannot-hold.json`)
      else if (outcome === 'passed') passed++
    }
  }
  for (const id of excuses.keys()) wrong.push(`${id} is in cannot-hold.json and is no test`)
  return { passed, excused, wrong }
}
