/** Logs are filtered by whole days in UTC, so that everybody who reads one means the same day. */
export const startOfDay = (day: string): Date => new Date(`${day}T00:00:00Z`)

export const endOfDay = (day: string): Date => new Date(startOfDay(day).getTime() + 86_400_000)
