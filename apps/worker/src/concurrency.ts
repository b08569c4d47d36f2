/** Jobs at once in each process. A mail waits for its server and not for us, so there are more than cores. */
export const concurrency = { mail: 32, 'follow-up': 4 }
