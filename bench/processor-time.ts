import { readdirSync, readFileSync } from 'node:fs'

// What `getconf CLK_TCK` says on every Linux that we know.
const msPerTick = 10

/**
 * The processor time of processes and of all that they started, in milliseconds. What has ended counts too, once its parent
 * noticed. Unlike a rate it hardly depends on what else the machine does.
 */
export function processorTime(...pids: number[]): number {
  const all = new Map(processes().map((process) => [process.pid, process]))
  const wanted = new Set(pids)
  // A child can have a smaller number than its parent.
  for (let size = 0; size < wanted.size; ) {
    size = wanted.size
    for (const { pid, parent } of all.values()) if (wanted.has(parent)) wanted.add(pid)
  }
  return [...wanted].reduce((sum, pid) => sum + (all.get(pid)?.ms ?? 0), 0)
}

const processes = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        // The second field is the program's name, which can hold blanks and brackets.
        const [, parent, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        const ticks = rest.slice(9, 13).reduce((sum, field) => sum + Number(field), 0)
        return [{ pid: Number(name), parent: Number(parent), ms: ticks * msPerTick }]
      } catch {
        return [] // it has ended meanwhile
      }
    })
