/** Makes `work` take on at most `most` items at once. The others wait for their turn, in their order. */
export function fewAtOnce<In, Out>(
  work: (item: In) => Promise<Out>,
  most: number,
): (item: In) => Promise<Out> {
  let underWay = 0
  const waiting: (() => void)[] = []
  return async (item) => {
    if (underWay < most) underWay++
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work(item)
    } finally {
      // The next one takes over the place.
      const next = waiting.shift()
      if (next) next()
      else underWay--
    }
  }
}
