import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'

/** A folder of signed heads: one file a day, to which lines are only appended. */
export type HeadsFolder = {
  /** The newest file's day and its last whole line; undefined when there is no file. */
  last: () => Promise<{ day: string; line: string } | undefined>
  /** Appends a line to the file of a day; it is on the disk when this resolves. */
  append: (day: string, line: string) => Promise<void>
}

const nameOf = (day: string) => `audit-heads-${day}.jsonl`
const ofOurs = /^audit-heads-(\d{4}-\d{2}-\d{2})\.jsonl$/
// Longer than any line.
const tailBytes = 2 ** 20

export const headsFolder = (folder: string): HeadsFolder => ({
  async last() {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const days = (await readdir(folder)).flatMap((name) => ofOurs.exec(name)?.[1] ?? []).toSorted()
    const day = days.at(-1)
    if (!day) return undefined
    const handle = await open(path.join(folder, nameOf(day)))
    try {
      const { size } = await handle.stat()
      const from = Math.max(0, size - tailBytes)
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, size - from, from)
      // What follows the last line break was cut off by a crash.
      const lines = buffer.toString('utf8', 0, bytesRead).split('\n').slice(0, -1)
      return { day, line: lines.findLast((line) => line !== '') ?? '' }
    } finally {
      await handle.close()
    }
  },
  async append(day, line) {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const handle = await open(path.join(folder, nameOf(day)), 'a+', 0o600)
    try {
      const { size } = await handle.stat()
      const { buffer } =
        size > 0 ? await handle.read(Buffer.alloc(1), 0, 1, size - 1) : { buffer: Buffer.from('\n') }
      // A line that a crash cut off is ended, never removed: the file may be one that only grows.
      await handle.appendFile(`${buffer.toString() === '\n' ? '' : '\n'}${line}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
  },
})

export type HeadsLine = { file: string; number: number; line: string }

/** The lines of a file, or of all files of a folder in the order of their days. */
export async function* readHeadsLines(place: string): AsyncGenerator<HeadsLine> {
  for (const file of await filesOf(place)) {
    let number = 0
    for await (const line of createInterface({
      input: createReadStream(file),
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      number++
      if (line !== '') yield { file, number, line }
    }
  }
}

async function filesOf(place: string): Promise<string[]> {
  if (!(await stat(place)).isDirectory()) return [place]
  const names = (await readdir(place)).filter((name) => ofOurs.test(name)).toSorted()
  return names.map((name) => path.join(place, name))
}
