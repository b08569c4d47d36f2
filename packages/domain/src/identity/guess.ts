const waitSecondsMax = 900

/** How many failures in a row cost no wait: people mistype. */
export const freeFailures = { guess: 5, signUp: 3 }

/**
 * The seconds to wait after the first, second … failure in a row: none, then from one second on twice as long each time,
 * up to fifteen minutes. The last one holds for every further failure.
 */
export function waitsAfter(free: number): number[] {
  const none = Array<number>(free - 1).fill(0)
  const doubling = Array.from({ length: 11 }, (_, index) => Math.min(2 ** index, waitSecondsMax))
  return [...none, ...doubling]
}

/** As `waitsAfter`, for what a company may try in a day without waiting for the guesses of others: two. */
export const waitsAfterOwn = [0, 86_400]

/** So many wrong codes end a sign-in in progress: the next ones ask for the password first. */
export const codesOfSignIn = 5

/** A password reset is mailed again to one account at most so often. */
export const resetMailSeconds = 300

/** So many failures at one account within a day, in a session or from anywhere but its known devices, are reported to its owner. */
export const failuresInSeries = 10
