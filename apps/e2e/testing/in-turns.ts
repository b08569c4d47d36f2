/** Works on all of them, a few at a time: pages wait more than they work, and a browser with many is slower than with two. */
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
