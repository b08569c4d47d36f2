// R2: the moments of a mail's way at which a worker is killed, each known by its name.

/** In the order in which a mail passes them. */
export const crashPoints = [
  'queued', // relayed into the queue, its outbox row not marked yet
  'before claim',
  'after claim',
  'before reading',
  'after reading',
  'after render',
  'inside save', // saved, not committed
  'after save',
  'before send',
  'while sending', // all of it is out, no answer yet
  'after accept', // the provider's answer has begun
  'after answer',
  'before mark',
  'inside mark', // marked as sent, not committed
  'after mark',
  'before finish', // all is saved, the queue does not know it yet
] as const

export type CrashPoint = (typeof crashPoints)[number]

const word = 'dies at point: '
/** What a worker says before it kills itself. */
export const lastWords = (point: CrashPoint): string => `${word}${point}`

// How often it passes the point until it dies there: some mails of the same worker are ahead of others by then.
const passesMax = 6

export type PointPlan = {
  /** Settings of the next worker to start: where it is to die, while there is anything left to do. */
  environment: (worker: string) => Record<string, string>
  /** Told of each line that a worker prints. */
  hear: (worker: string, line: string) => void
  /** Has workers that start from now on die at each point in turn, this many times in all. */
  begin: (deaths: number) => void
  end: () => void
  isDone: () => boolean
  deaths: Map<CrashPoint, number>
}

export function planPoints(): PointPlan {
  let turn = 0
  let deathsMax = 0
  let sum = 0
  const repeated: CrashPoint[] = []
  const armed = new Map<string, CrashPoint>()
  const deaths: PointPlan['deaths'] = new Map()
  const next = (): CrashPoint | undefined =>
    repeated.pop() ?? (turn < deathsMax ? crashPoints[turn++ % crashPoints.length] : undefined)
  return {
    environment(worker): Record<string, string> {
      // Whoever died otherwise has not come to its point.
      const missed = armed.get(worker)
      if (missed) repeated.push(missed)
      const point = next()
      if (!point) return {}
      armed.set(worker, point)
      return { CRASH_POINT: point, CRASH_PASSES: String(1 + Math.floor(Math.random() * passesMax)) }
    },
    hear(worker, line) {
      const point = crashPoints.find((name) => line === lastWords(name))
      if (!point) return
      armed.delete(worker)
      deaths.set(point, (deaths.get(point) ?? 0) + 1)
      sum++
    },
    begin(count) {
      deathsMax = turn + count
    },
    end() {
      deathsMax = turn
      repeated.length = 0
      armed.clear()
    },
    isDone: () => sum >= deathsMax,
    deaths,
  }
}
