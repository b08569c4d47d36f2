// Servers of the system that end with this process, even after a kill -9, and whose folder then goes too.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

export type Guarded = {
  name: string
  dir: string
  command: string
  args: string[]
  /** What the server prints once it accepts connections. */
  says: string
}

// As in pg.ts: a shell holds our end of a pipe, so the server ends with this process even after a kill -9.
const guard = `
dir=$1; shift
exec 3<&0
"$@" </dev/null 2>&1 3<&- & server=$!
( word=; read -r word <&3
  kill -TERM $server 2>/dev/null || exit 0
  [ -z "$word" ] || exit 0
  rm -rf "$dir" ) &
exec 3<&-
echo "pid $server"
wait $server`

/** Starts a server and resolves when it accepts connections. */
export async function startGuarded({ name, dir, command, args, says }: Guarded) {
  const child = spawn('/bin/sh', ['-c', guard, 'guard', dir, command, ...args], {
    cwd: '/',
    env: { PATH: '/usr/bin:/bin' },
    // A session of its own keeps Ctrl-C from reaching it before the programs that use it.
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  child.stdin.on('error', () => undefined) // the server has already ended, so nothing is lost
  const exited = once(child, 'exit')
  return {
    pid: await readyPid(child, name, says),
    exited: async () => void (await exited),
    /** Closing the pipe tells the guard to stop the server; the word `keep` tells it to leave the folder in place. */
    async end() {
      child.stdin.end('keep\n')
      await exited
    },
  }
}

function readyPid(child: ChildProcess, name: string, says: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      said = (said + chunk).slice(-4000)
      const pid = /^pid (\d+)$/m.exec(said)?.[1]
      if (pid && said.includes(says)) resolve(Number(pid))
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${name} did not start (exit code ${code}):\n${said}`)))
  })
}
