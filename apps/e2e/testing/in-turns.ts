/** Runs `work` for all items, a few at a time: pages mostly wait, and a browser is slower with many pages than with two. */
export async function inTurns<T>(
  all: readonly T[],
  work: (one: T) => Promise<unknown>,
  atATime = 2,
): Promise<void> {
  const queue = all.values()
  await Promise.all(
    Array.from({ length: atATime }, async () => {
      for (const one of queue) await work(one)
    }),
  )
}
